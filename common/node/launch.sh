# Starts a command on a node:
#
#   sh -c THIS minidcos-exec FILE USER[:GROUP] FOLDER 'ROWS COLUMNS' WORD...
#
# FILE, if there is one, is a shell file that sets the words and the environment.
# The first line on standard output tells the session that the command runs in.
# What fails before that line is the launch, not the command.
die() {
  echo "$1" >&2
  exit 125
}

find_user() {
  group=
  case $1 in *:*) group=${1#*:} ;; esac
  name=${1%%:*}
  groups=--init-groups
  entry=$(getent passwd "$name") || case $name in
    '' | *[!0-9]*) die "no such user on the node: '$name'" ;;
    *)
      entry=$name:x:$name:0::/:
      groups=--clear-groups
      ;;
  esac
  IFS=: read -r name _ uid gid _ home _ <<END
$entry
END
  case $group in
    '') ;;
    *[!0-9]*)
      gid=$(getent group "$group" | cut -d: -f3)
      [ "$gid" ] || die "no such group on the node: '$group'"
      ;;
    *) gid=$group ;;
  esac
}

file=$1 user=$2 folder=$3 size=$4
shift 4
if [ "$file" ]; then
  . "$file"
  rm -f "$file"
fi
if [ "$user" ]; then
  find_user "$user"
  export HOME="$home" USER="$name" LOGNAME="$name"
  set -- setpriv "--reuid=$uid" "--regid=$gid" "$groups" -- "$@"
fi
cd -- "$folder" 2>/dev/null || die "cannot enter the folder '$folder' on the node"
# Before the command can look; unquoted, for they are two words.
[ -z "$size" ] || stty sane rows ${size% *} columns ${size#* } 2>/dev/null
printf 'minidcos-exec %s\n' $$
# sshd does not tell the signal that ended a command. This shell stays to tell it by
# an exit code, and without the words ("Killed") that it has for it.
trap : HUP INT QUIT TERM USR1 USR2
exec 3>&2 2>/dev/null
(
  exec 2>&3 3>&-
  exec "$@"
)
