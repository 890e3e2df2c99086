# Gives a file or folder of a node:
#
#   sh -c THIS minidcos-give SOURCE
#
# Tells on standard output, each ended by a zero byte: "file" or "folder", a file's
# size in bytes, the path without symbolic links, the mounts. If the line "tar" comes
# on standard input, a tar follows, of the folder as "." or of the file as "./NAME".
# Exits with 3 if there is no SOURCE.
export LC_ALL=C
source=$1

fail() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

[ -e "$source" ] || fail 3 "no such file or folder: '$source'"
# Line feeds at its end stay.
path=$(readlink -e -n -- "$source" && echo .) || fail 1 "cannot resolve '$source'"
path=${path%.} size=
if [ -d "$path" ]; then
  kind=folder
elif [ -f "$path" ]; then
  kind=file
  size=$(stat -c %s -- "$path") || exit 1
else
  fail 1 "'$source' is a special file: only files and folders are fetched"
fi
printf '%s\0%s\0%s\0' "$kind" "$size" "$path"
cat /proc/self/mountinfo
printf '\0'
read -r how
[ "$how" = tar ] || exit 0
case $kind in
  folder) set -- "$path" . ;;
  file) set -- "${path%/*}/" "./${path##*/}" ;;
esac
# 256 KiB at a time.
tar -b 512 -cf - -C "$1" "$2"
code=$?
# 1: a file has changed meanwhile, of which tar warns.
[ $code -eq 1 ] || exit $code
