# Puts what is in a tar on standard input in place of what is on a master:
#
#   sh -c THIS minidcos-sync
#
# What is in tests/ comes into the folder of the integration tests. If there is
# bootstrap/, it takes the place of dcos_internal_utils, and the tests that were
# there go. The empty file end comes last. Until all has come and the new folders
# are made, nothing changes; then each is put in place at once.
set -eu
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
active=/opt/mesosphere/active

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

tests=$(readlink -e "$active/dcos-integration-test") ||
  fail "DC/OS is not installed: '$active/dcos-integration-test' is not there"

# Beside what it will replace, so that moving is renaming.
stage=$(mktemp -d /opt/mesosphere/.minidcos-sync-XXXXXX)
trap 'rm -rf "$stage"' EXIT
trap 'exit 1' HUP INT TERM
tar -x -f - -C "$stage"
[ -e "$stage/end" ] || fail 'the files have not come to their end'

cp -a "$tests" "$stage/new"
# The files that come all have the same time of change, by which Python would
# take what it has compiled before for theirs.
rm -rf "$stage/new/__pycache__" "$stage/new/.pytest_cache"
if [ -d "$stage/bootstrap" ]; then
  set -- "$active"/bootstrap/lib/*
  [ $# = 1 ] || fail "'$active/bootstrap/lib' has several versions of Python"
  utils=$(readlink -e "$1/site-packages/dcos_internal_utils") ||
    fail "'$1/site-packages/dcos_internal_utils' is not there"
  rm -f "$stage/new"/*.py
fi
for entry in "$stage/tests"/* "$stage/tests"/.[!.]*; do
  [ -e "$entry" ] || continue
  rm -rf "$stage/new/${entry##*/}"
  mv "$entry" "$stage/new/"
done

# A new folder, and the one whose place it takes.
swap() {
  mv "$2" "$1.old"
  mv "$1" "$2" || {
    mv "$1.old" "$2"
    fail "'$2' stays as it was"
  }
}

trap '' HUP INT TERM
swap "$stage/new" "$tests"
if [ -d "$stage/bootstrap" ]; then swap "$stage/bootstrap" "$utils"; fi
