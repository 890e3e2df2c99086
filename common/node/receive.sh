# Takes a file or folder onto a node:
#
#   sh -c THIS minidcos-receive DESTINATION NAME KIND OWNER
#
# NAME is what it is called where it comes from, "." for what is in it; KIND is
# "folder" or "file". A staging folder is made beside the final name; its path and
# the mounts are told on standard output, each ended by a zero byte. d in it is what
# comes, e tells that all of d has come. A line on standard input says how:
#
#   tar      a tar of both follows
#   placed   both are there
#
# Then d gets its final name. On any other end nothing is left.
export LC_ALL=C
destination=$1 name=$2 kind=$3 owner=$4 staging=

fail() {
  [ -z "$1" ] || printf '%s\n' "$1" >&2
  exit 1
}

clean_up() {
  trap '' HUP INT TERM
  [ -z "$staging" ] || rm -rf -- "$staging"
}

# The path without symbolic links, as far as it exists. Line feeds at its end stay.
resolve() {
  resolved=$(readlink -m -n -- "$1" && echo .) || fail "cannot resolve '$1'"
  resolved=${resolved%.}
}

find_final_name() {
  case $destination in
    */) resolve "$destination$name" ;;
    *)
      ! [ -d "$destination" ] || destination=$destination/$name
      resolve "$destination"
      ;;
  esac
  final=$resolved
  if [ -d "$final" ]; then
    [ "$kind" = folder ] || fail "cannot overwrite the folder '$final' with a file"
  elif [ -f "$final" ]; then
    [ "$kind" = file ] ||
      fail "cannot overwrite '$final', which is no folder, with a folder"
  elif [ -e "$final" ]; then
    fail "'$final' is a special file"
  fi
}

# In the folder that is there already: only at the end is anything else made.
make_staging() {
  base=$final
  until [ -d "${base:-/}" ]; do
    [ "$base" = "$final" ] || ! [ -e "$base" ] || fail "'$base' is no folder"
    base=${base%/*}
  done
  staging=$(mktemp -d -- "${base%/}/.minidcos-XXXXXXXXXX") || fail
  [ -z "$owner" ] || { : >"$staging/o" && chown -- "$owner" "$staging/o"; } || fail
}

extract() {
  # 256 KiB at a time.
  errors=$(tar --warning=no-unknown-keyword -b 512 -xpf - -C "$staging" 2>&1) && return
  # Of which tar says how much it could write, but not why.
  free=$(df --output=avail -- "$staging" | tail -n 1)
  [ "${free:-0}" -ge 1024 ] || fail "No space left on device: '${base:-/}'"
  fail "$errors"
}

# merge check|move FROM INTO: what is in the folder FROM comes into the folder INTO.
# In a subshell, for each call has variables of its own; many files are moved by one
# mv.
merge() (
  todo=$1 from=$2 into=$3
  set --
  for path in "$from"/* "$from"/.[!.]* "$from"/..?*; do
    [ -e "$path" ] || [ -L "$path" ] || continue
    there=$into/${path##*/}
    new=file old=file
    [ -L "$path" ] || ! [ -d "$path" ] || new=folder
    [ -L "$there" ] || ! [ -d "$there" ] || old=folder
    [ -e "$there" ] || [ -L "$there" ] || old=nothing
    case $new-$old in
      folder-folder)
        merge "$todo" "$path" "$there" || exit 1
        continue
        ;;
      folder-file)
        fail "cannot overwrite '$there', which is no folder, with a folder"
        ;;
      file-folder) fail "cannot overwrite the folder '$there' with a file" ;;
    esac
    [ "$todo" = move ] || continue
    set -- "$@" "$path"
    [ $# -lt 200 ] || { mv -f -t "$into" -- "$@" && set --; } || exit 1
  done
  [ $# -eq 0 ] || mv -f -t "$into" -- "$@"
)

commit() {
  [ -e "$staging/e" ] || fail "not all has come"
  [ -z "$owner" ] || chown -hR -- "$owner" "$staging/d" || fail
  trap '' HUP INT TERM
  if [ -d "$final" ]; then
    merge check "$staging/d" "$final" && merge move "$staging/d" "$final" || fail
    return
  fi
  mkdir -p -- "${final%/*}/" || fail
  error=$(mv -f -T -- "$staging/d" "$final" 2>&1) && return
  case $error in
    # Something is mounted on it, as on /etc/hosts: it can only be written anew.
    *"resource busy"*) cat "$staging/d" >"$final" || fail ;;
    *) fail "$error" ;;
  esac
}

trap clean_up EXIT
trap 'exit 1' HUP INT TERM
find_final_name
make_staging
printf '%s\0' "$staging"
cat /proc/self/mountinfo
printf '\0'
read -r how
case $how in
  tar) extract ;;
  placed) ;;
  *)
    # Nobody is there any more, but the engine may still write what it was given
    # last, and makes anew what is removed: until that stays away for a while.
    looks=0
    while [ $looks -lt 10 ]; do
      looks=$((looks + 1))
      [ ! -e "$staging" ] || looks=0
      rm -rf -- "$staging"
      sleep 0.1
    done
    exit 1
    ;;
esac
commit
