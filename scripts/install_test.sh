#!/bin/bash
# Installs the built tools below a folder, twice, and takes them away again.
set -euo pipefail
root=$TEST_SRCDIR/$TEST_WORKSPACE
cd "$TEST_TMPDIR"
mkdir -p checkout/bazel-bin
cp -L "$root/install" checkout/
cp -rL "$root/docs" checkout/
fail() {
  echo "$1"
  exit 1
}

if DESTDIR=$PWD/stage checkout/install 2>error; then fail "nothing was built"; fi
grep -q "bazel build //:bin" error || fail "no hint in: $(cat error)"

ln -s "$root/bin" checkout/bazel-bin/bin
ln -s "$root/share" checkout/bazel-bin/share
installed=$(umask 077 && DESTDIR=$PWD/stage checkout/install --prefix /opt/x)
[[ $installed == "$PWD/stage/opt/x/bin" ]] || fail "installed to $installed"
DESTDIR=$PWD/stage checkout/install --prefix=/opt/x
cmp -s "$root/bin/minidcos" stage/opt/x/bin/minidcos || fail "not the same file"
[[ $(ls -A stage/opt/x/bin) == "$(ls "$root/bin")" ]] || fail "not the same set"
stage/opt/x/bin/minidcos --version | grep -q '^minidcos ' || fail "does not run"

# The manual and the completion of each, for readers that are not us.
share=stage/opt/x/share
for tool in stage/opt/x/bin/*; do
  tool=${tool##*/}
  cmp -s "$root/share/man/man1/$tool.1" "$share/man/man1/$tool.1" ||
    fail "no page of $tool"
  grep -q "^complete .* $tool" "$share/bash-completion/completions/$tool" ||
    fail "no completion of $tool in bash"
done
grep -q '^#compdef minidcos ' "$share/zsh/site-functions/_minidcos" ||
  fail "no completion in zsh"
MANPATH=$PWD/$share/man man --path minidcos-list >/dev/null || fail "man finds none"
[[ -z $(find stage ! -type l ! -perm -444) ]] || fail "not for all to read"
[[ -z $(find stage -type d ! -perm -555) ]] || fail "not for all to enter"

# What doctor names is where it says.
pages=$(DOCKER_HOST=unix:///none.sock stage/opt/x/bin/minidcos doctor --check=sed |
  grep -o '/[^ ;]*\.md')
folder=$(readlink -f "$share/doc/minidcos")
[[ $pages == "$folder/doctor.md"$'\n'"$folder/troubleshooting.md" ]] ||
  fail "doctor names: $pages"
for page in $pages; do
  cmp -s "$page" "$root/docs/${page##*/}" || fail "no page $page"
done

# A tool that this release has not goes when it is installed over another.
echo bin/minidcos-old >>"$share/minidcos/installed"
touch stage/opt/x/bin/minidcos-old stage/opt/x/bin/minidcos-mine
DESTDIR=$PWD/stage checkout/install --prefix /opt/x >/dev/null
[[ ! -e stage/opt/x/bin/minidcos-old ]] || fail "an old tool is still there"

rm checkout/bazel-bin/*
removed=$(DESTDIR=$PWD/stage checkout/install --prefix /opt/x --uninstall)
grep -qx "$PWD/stage/opt/x/bin/minidcos" <<<"$removed" || fail "removed: $removed"
left=$(find stage ! -type d)
[[ $left == stage/opt/x/bin/minidcos-mine ]] || fail "left: $left"
[[ ! -e $share/doc/minidcos ]] || fail "left: $share/doc/minidcos"
status=0
DESTDIR=$PWD/stage checkout/install --prefix /opt/x --uninstall 2>error || status=$?
[[ $status == 3 ]] || fail "exit code $status where nothing is installed"

status=0
checkout/install --perfix=/x 2>error || status=$?
[[ $status == 2 ]] || fail "exit code $status for wrong usage"
