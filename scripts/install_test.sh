#!/bin/bash
# Installs the built tools below a folder, twice.
set -euo pipefail
root=$TEST_SRCDIR/$TEST_WORKSPACE
cd "$TEST_TMPDIR"
mkdir -p checkout/bazel-bin
cp -L "$root/install" checkout/
fail() {
  echo "$1"
  exit 1
}

if DESTDIR=$PWD/stage checkout/install 2>error; then fail "nothing was built"; fi
grep -q "bazel build //:bin" error || fail "no hint in: $(cat error)"

ln -s "$root/bin" checkout/bazel-bin/bin
installed=$(DESTDIR=$PWD/stage checkout/install --prefix /opt/x)
[[ $installed == "$PWD/stage/opt/x/bin" ]] || fail "installed to $installed"
DESTDIR=$PWD/stage checkout/install --prefix=/opt/x
cmp -s "$root/bin/minidcos" stage/opt/x/bin/minidcos || fail "not the same file"
[[ $(ls -A stage/opt/x/bin) == "$(ls "$root/bin")" ]] || fail "not the same set"
stage/opt/x/bin/minidcos --version | grep -q '^minidcos ' || fail "does not run"

status=0
checkout/install --perfix=/x 2>error || status=$?
[[ $status == 2 ]] || fail "exit code $status for wrong usage"
