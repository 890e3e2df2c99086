#!/bin/bash
# same_bytes_test.sh INSTALLER ARGUMENT...: making the installer again, by
# somebody with other habits, gives the same file. ARGUMENTs are those of
# make_installer.sh, the output left out.
set -euo pipefail
installer=$1 version=$2 variant=$3 program=$4 head=$5
shift 5
umask 077
testing/sample_dcos/installer/make_installer.sh "$version" "$variant" "$program" "$head" \
    "$TEST_TMPDIR/again" "$@"
cmp "$installer" "$TEST_TMPDIR/again"
