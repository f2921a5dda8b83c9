#!/usr/bin/env bash
# compare.sh BASE ...: builds revision BASE beside build/release and compares
# their placard-bench-engine; what follows goes to placard-bench-compare.
set -euo pipefail
cd "$(dirname "$0")/../.."

base=$(git rev-parse --verify --quiet "$1^{commit}") || {
  echo "compare: no revision $1" >&2
  exit 2
}
shift
tree=$PWD/build/bench/base

remove() {
  git worktree remove --force "$tree" 2>/dev/null || true
  rm -rf "$tree"
  git worktree prune
}
trap remove EXIT
remove # what a run that was killed left
git worktree add --quiet --detach "$tree" "$base"
echo "compare: building $(git log -1 --format='%h %s' "$base")"
(
  cd "$tree"
  export CCACHE_BASEDIR=$tree
  cmake --preset release >/dev/null
  cmake --build --preset release --parallel "${JOBS:-$(nproc)}" \
    --target placard-bench-engine
)
build/release/placard-bench-compare \
  --old "$tree/build/release/placard-bench-engine" \
  --new build/release/placard-bench-engine "$@"
