# bash completion for placard; `source <(placard completion bash)`.

_placard() {
  local commands="apply blocks completion decide delete diff explain export get
    health lint list pause resume watch why"
  local flags="--help --no-color --server --timeout"
  local word="${COMP_WORDS[COMP_CWORD]}"
  local before="${COMP_WORDS[COMP_CWORD - 1]}"
  local command="" i
  COMPREPLY=()

  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ " ${commands//$'\n'/ } " == *" ${COMP_WORDS[i]} "* ]]; then
      command="${COMP_WORDS[i]}"
      break
    fi
  done

  case "$before" in
    -f | --file | --page | --text)
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    -o | --output)
      if [[ "$command" == export ]]; then
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
      else
        mapfile -t COMPREPLY < <(compgen -W "table json yaml" -- "$word")
      fi
      return
      ;;
    --device)
      mapfile -t COMPREPLY < <(compgen -W "desktop mobile tablet tv" -- "$word")
      return
      ;;
    --at | --count | --country | --every | --force | --keyword | --label | \
      --language | --near-misses | --page-view-token | --sample | --section | \
      --seed | --server | --slot | --taxonomy | --timeout | --title | --wait)
      return
      ;;
  esac

  case "$command" in
    "") flags="$commands $flags --version" ;;
    apply) flags="$flags --dry-run --file --taxonomy" ;;
    diff) flags="$flags --file --taxonomy" ;;
    lint) flags="$flags --file --output --taxonomy" ;;
    delete) flags="$flags --dry-run" ;;
    get | watch | export) flags="$flags --output" ;;
    list) flags="advertisers campaigns keyword-lists taxonomies $flags --output" ;;
    decide) flags="$flags --at --country --device --force --keyword --label
      --language --output --page --page-view-token --section --seed --slot
      --test --text --title" ;;
    explain) flags="$flags --at --country --device --force --keyword --label
      --language --near-misses --output --page --page-view-token --section
      --seed --slot --test --text --title" ;;
    why) flags="$flags --count --every --output --page --sample --watch" ;;
    blocks) flags="$flags --output --sample" ;;
    health) flags="$flags --wait" ;;
    completion) flags="bash zsh" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word")
}

complete -F _placard placard
