#!/bin/bash
# portable.sh FOLDER...
# Names each line of C++ below the FOLDERs that only Linux takes, and fails if there
# is one: such code goes into a file called *_linux.cc, with another beside it for
# other systems (docs/macos.md). Tests and what only tests use may be of Linux. So
# with what the build runs: BSD's sed wants ';' before '}', '{s/a/b/;p;}'.
set -euo pipefail

join() { local IFS='|'; echo "$*"; }

headers=$(join asm/ error.h features.h linux/ malloc.h sys/epoll.h sys/eventfd.h \
  sys/fanotify.h sys/fsuid.h sys/inotify.h sys/personality.h sys/pidfd.h \
  sys/prctl.h sys/sendfile.h sys/signalfd.h sys/sysinfo.h sys/sysmacros.h \
  sys/timerfd.h sys/vfs.h)
calls=$(join accept4 asprintf canonicalize_file_name clone 'epoll_[a-z0-9_]*' \
  eventfd execvpe fallocate get_current_dir_name getrandom gettid \
  'inotify_[a-z0-9_]*' memfd_create mempcpy pidfd_open pipe2 ppoll prctl renameat2 \
  sched_setaffinity secure_getenv sendfile setns signalfd sigtimedwait statfs \
  strchrnul syncfs 'timerfd_[a-z]*' unshare)
names=$(join CLOCK_BOOTTIME MSG_CMSG_CLOEXEC MSG_NOSIGNAL O_PATH O_TMPFILE POLLRDHUP \
  'PR_SET_[A-Z]*' RENAME_NOREPLACE SO_PEERCRED SOCK_CLOEXEC SOCK_NONBLOCK \
  program_invocation_name program_invocation_short_name 'st_[acm]tim' ucred)
opens=$(join ReadFile access fopen ifstream open open_again opendir read_symlink \
  readlink stat)

pattern="#include <($headers)"
pattern+="|(^|[^A-Za-z0-9_.>])($calls)\\("
pattern+="|(^|[^A-Za-z0-9_])($names)([^A-Za-z0-9_]|\$)"
pattern+="|($opens)\\([^;]*\"/(proc|sys)/"

found=$({ find "$@" \( -name '*.cc' -o -name '*.h' \) ! -name '*_linux.cc' \
  ! -name '*_test.cc' ! -name '*_fixture.h' ! -name 'fake_*' ! -name 'test_*' \
  ! -name file_time.h -exec grep -HnE "$pattern" {} +
  find "$@" \( -name '*.bzl' -o -name BUILD.bazel -o -name embed.sh \) \
    -exec grep -HnE "sed .*[a-zA-Z]}'" {} +; } |
  grep -vE '^[^:]*:[0-9]*: *(//|# )' || true)
[[ -z $found ]] || {
  printf '%s\n' "$found"
  exit 1
}
