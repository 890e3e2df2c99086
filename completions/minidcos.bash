# shellcheck shell=bash
# Completion of minidcos and of each minidcos-<tool> for bash 4.4 and later. The
# programs themselves are asked (common/cli/quiet_request.h).

_minidcos() {
  local program=$1 rest=${COMP_LINE:0:COMP_POINT} words=() word blanks i
  # readline parts words at = and : too. What stood together is one word again.
  for ((i = 0; i <= COMP_CWORD; ++i)); do
    blanks=${rest%%[^[:blank:]]*}
    rest=${rest#"$blanks"}
    word=${COMP_WORDS[i]}
    # Of the word at the cursor, what is before it.
    ((i < COMP_CWORD)) || word=$rest
    rest=${rest#"$word"}
    if ((i == 0)) || [[ $blanks ]]; then words+=(''); fi
    # No expansion of what is being typed: only its quotes are taken away.
    words[-1]+=${word//[\"\'\\]/}
  done
  word=${words[-1]}

  local answer
  mapfile -t answer < <(
    "${program/#\~\//$HOME/}" --complete "${words[@]:1}" 2>/dev/null </dev/null
  )
  _minidcos_reply "$word" "${answer[@]}"
}

# Sets COMPREPLY from the word at the cursor and the program's answer.
_minidcos_reply() {
  local word=$1 kind=${2:-words} breaks=${COMP_WORDBREAKS//[^=:]/} candidate
  # What readline leaves alone: up to the last = or :.
  local together=${word%"${word##*["${breaks:-=}"]}"}
  [[ $breaks ]] || together=
  COMPREPLY=()
  for candidate in "${@:3}"; do
    candidate=${candidate%%$'\t'*}
    COMPREPLY+=("${candidate#"$together"}")
  done
  # Outside of a completion there are no options to set.
  case $kind in
    files) compopt -o default ;;
    folders) compopt -o dirnames ;;
    programs)
      mapfile -t COMPREPLY < <(compgen -c -- "$word")
      compopt -o default
      ;;
  esac 2>/dev/null
}

