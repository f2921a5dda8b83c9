#!/usr/bin/env bash
# Serves the sample campaigns until Ctrl-C: what `make run` does once placardd
# and placard are built.
#
#   services/placardd/run.sh FOLDER    the folder that holds the two
#
# PLACARD_DATA names the folder that keeps campaigns from run to run.
set -euo pipefail

address=127.0.0.1:7070
data=${PLACARD_DATA:-$HOME/.local/share/placard}
bin=$(cd "$1" && pwd)
samples=$(cd "$(dirname "$0")/../samples" && pwd)
page=$samples/pages/ceasefire-talks.yaml
serve=("$bin/placardd" --listen "$address" --data-dir "$data")

mkdir -p "$data"

# With the port taken, everything below would reach somebody else's server.
# placardd says best what is wrong.
if (: <>"/dev/tcp/${address/://}") 2>/dev/null; then exec "${serve[@]}"; fi

asked=0 stops=0 health=
stop() { ((stops++)) || kill -TERM "$server" 2>/dev/null || true; }
finish() {
  local status=$?
  trap '' INT TERM HUP
  if [[ $health ]]; then kill "$health" 2>/dev/null || true; fi
  stop
  if ((asked)); then status=0; fi
  wait "$server" || ((status)) || status=$?
  exit "$status"
}

# In a session of its own, so that Ctrl-C reaches placardd once only: as the
# SIGTERM of stop(), not from the terminal too.
setsid "${serve[@]}" </dev/null &
server=$!
trap finish EXIT
trap 'asked=1; stop' INT TERM HUP

"$bin/placard" health --wait 30s >/dev/null &
health=$!
# Whichever ends first: a server that cannot start need not be waited for.
wait -n -p ended "$server" "$health"
if [[ $ended == "$server" ]]; then exit 1; fi
health=

echo "== Sample campaigns"
"$bin/placard" apply -f "$samples/campaigns"
echo
echo "== One article page, decided: ${page#"$PWD/"}"
"$bin/placard" decide --page "$page"

cat <<END

== Placard is serving
   gRPC       $address
   campaigns  $data

Try next, in another terminal:
   ${bin#"$PWD/"}/placard list
   ${bin#"$PWD/"}/placard decide --page ${page#"$PWD/"}
   ${bin#"$PWD/"}/placard apply -f ${samples#"$PWD/"}/campaigns

Ctrl-C stops it.
END

wait "$server"
