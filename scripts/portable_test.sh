#!/bin/bash
# The sources of the library and the tools are POSIX outside files called *_linux.cc,
# and what builds them is; and what is not is found.
set -euo pipefail
cd "$TEST_SRCDIR/$TEST_WORKSPACE"
portable=$PWD/scripts/portable.sh
# The sources themselves: no target could name them all.
root=$(dirname "$(readlink -f README.md)")

cd "$root"
[[ -e common/base/fd_linux.cc && -e tools/list ]] || { echo "no sources in $root" && exit 1; }
"$portable" build_defs common third_party tools

cd "$TEST_TMPDIR"
mkdir -p code
expect_found() {  # LINE [FILE]
  local file=code/${2:-a.cc}
  printf '%s\n' "$1" >"$file"
  if "$portable" code >found; then
    echo "not found: $1" && exit 1
  fi
  grep -qF "$file:1:$1" found || { echo "found instead:" && cat found && exit 1; }
  rm "$file"
}
expect_found '#include <sys/epoll.h>'
expect_found '#include <linux/magic.h>'
expect_found '  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);'
expect_found '  if (pipe2(fds, O_CLOEXEC) != 0) {'
expect_found 'eventfd(0, 0);'
expect_found '  return ReadFile("/proc/self/status");'
expect_found '  ASSIGN(x, ReadFile(absl::StrCat("/proc/", pid, "/stat")));'
expect_found '  use(status.st_mtim);'
expect_found "    cmd = \"sed -n '3{s/a/b/g;p}' \$<\"," a.bzl
expect_found "    cmd = \"sed '/a/{d}' \$< >\$@\"," BUILD.bazel

echo '  use(status.st_mtim);' >code/a_linux.cc
"$portable" code
echo "    cmd = \"sed -n '3{s/a/b/g;p;}' \$<\"," >code/a.bzl
"$portable" code
cat >code/b.cc <<'END'
// epoll_wait() and SOCK_CLOEXEC are Linux's.
Run({"cat", "/proc/net/tcp"});  // on a node
my_pipe2(1);
device.prctl(1);
END
"$portable" code
