// Runs in a container that has a node's privileges, and tells what it sees
// there, as lines KEY=VALUE.
//
//   probe look WORD         all of probe_report.h, then end=, and then, for a
//                           minute, says WORD to whoever connects to its port
//   probe reach HOST PORT   whether it gets there
//   probe write PATH WORD   makes a file of that content
//   probe read PATH         prints it
//
// What cannot be told has no line, or one whose key ends in "-error".

#include <fcntl.h>
#include <linux/major.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

#include "common/doctor/probe_kernel.h"
#include "common/doctor/probe_network.h"

namespace minidcos {
namespace {

// Where the container has a volume.
constexpr char kVolume[] = "/volume";

// After it nobody waits for us any more.
constexpr int kMostSeconds = 60;

// TUN_MINOR and LOOP_CTRL_MINOR of the kernel, which has them in no header for
// programs.
constexpr int kTunMinor = 200;
constexpr int kLoopControlMinor = 237;

// Of /proc/sys, by its path there.
constexpr const char* kSysctls[] = {
    "fs/file-max",
    "fs/inotify/max_user_instances",
    "fs/inotify/max_user_watches",
    "net/core/somaxconn",
    "net/ipv4/tcp_fin_timeout",
    "net/ipv4/tcp_max_orphans",
    "net/ipv4/tcp_max_syn_backlog",
    "net/ipv4/tcp_max_tw_buckets",
    "net/ipv4/tcp_tw_reuse",
    "net/netfilter/nf_conntrack_max",
};

std::string ReadAll(const char* path) {
  std::string content;
  FILE* file = fopen(path, "re");
  if (file == nullptr) return content;
  char piece[4096];
  while (const size_t size = fread(piece, 1, sizeof(piece), file)) {
    content.append(piece, size);
  }
  fclose(file);
  return content;
}

void Tell(const char* key, int result) {
  if (result >= 0) {
    printf("%s=%d\n", key, result);
  } else {
    printf("%s-error=%s\n", key, strerror(-result));
  }
}

void TellClock() {
  timespec now = {};
  clock_gettime(CLOCK_REALTIME, &now);
  printf("time=%lld.%09ld\n", static_cast<long long>(now.tv_sec), now.tv_nsec);
  timex clock = {};
  const int state = adjtimex(&clock);
  printf("clock-synchronized=%d\n", state >= 0 && state != TIME_ERROR);
}

void TellLimits() {
  for (const char* path : kSysctls) {
    const std::string value =
        ReadAll((std::string("/proc/sys/") + path).c_str());
    if (!value.empty()) printf("sysctl/%s=%s", path, value.c_str());
  }
  rlimit files = {};
  getrlimit(RLIMIT_NOFILE, &files);
  printf("open-files=%llu\n", static_cast<unsigned long long>(files.rlim_max));
}

// "12:cpu,cpuacct:/" of /proc/self/cgroup: the second field.
void TellCgroups() {
  const std::string lines = ReadAll("/proc/self/cgroup");
  size_t begin = 0;
  std::string hierarchies;
  while (begin < lines.size()) {
    const size_t end = std::min(lines.find('\n', begin), lines.size());
    const size_t first = lines.find(':', begin) + 1;
    const size_t second = lines.find(':', first);
    if (second > end) break;
    if (second > first) {
      if (!hierarchies.empty()) hierarchies += ',';
      hierarchies += lines.substr(first, second - first);
    }
    begin = end + 1;
  }
  printf("cgroup-v1=%s\n", hierarchies.c_str());
  const std::string controllers = ReadAll("/sys/fs/cgroup/cgroup.controllers");
  if (!controllers.empty()) printf("cgroup-v2=%s", controllers.c_str());
}

void TellSpaceIn(const char* key, const char* path) {
  struct statvfs space = {};
  if (statvfs(path, &space) != 0) return;
  printf("%s=%llu\n", key,
         static_cast<unsigned long long>(space.f_bavail) * space.f_frsize);
}

void TellSpace() {
  TellSpaceIn("space", kVolume);
  // An overlay has the space of what its upper folder is on.
  TellSpaceIn("root-space", "/");
}

void TellKernel() {
  utsname names = {};
  uname(&names);
  printf("kernel=%s\n", names.release);
  Tell("overlay", TryOverlay(kVolume));
  Tell("dummy", TryDummy());
  Tell("ip_set", TryIpSet());
  Tell("loop", TryDevice("/loop-control", MISC_MAJOR, kLoopControlMinor));
  Tell("tun", TryDevice("/tun", MISC_MAJOR, kTunMinor));
  Tell("selinux", AskSeLinux());
}

int Look(const char* word) {
  alarm(kMostSeconds);
  // PID 1 is ended by no signal that it does not handle.
  signal(SIGALRM, [](int) { _exit(0); });
  TellClock();
  TellLimits();
  TellCgroups();
  TellSpace();
  TellKernel();
  int port = 0;
  const int listener = Listen(port);
  Tell("port", listener < 0 ? listener : port);
  printf("end=\n");
  fflush(stdout);
  if (listener < 0) return 1;
  Greet(listener, word);
}

int Write(const char* path, const char* word) {
  FILE* file = fopen(path, "we");
  const bool written = file != nullptr && fputs(word, file) >= 0;
  if (file != nullptr && fclose(file) == 0 && written) return 0;
  printf("%s: %s\n", path, strerror(errno));
  return 1;
}

int Main(int argc, char** argv) {
  const std::string word = argc > 1 ? argv[1] : "";
  if (word == "look" && argc == 3) return Look(argv[2]);
  if (word == "write" && argc == 4) return Write(argv[2], argv[3]);
  if (word == "reach" && argc == 4) {
    Reach(argv[2], argv[3]);
  } else if (word == "read" && argc == 3) {
    printf("%s\n", ReadAll(argv[2]).c_str());
  } else {
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) { return minidcos::Main(argc, argv); }
