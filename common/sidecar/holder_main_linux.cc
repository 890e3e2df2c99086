// PID 1 of a sidecar's container: attaches a sparse file of SIZE MiB to a free
// loop device, prints
//
//   ready /dev/loopN      or      error <what is wrong>
//
// and holds the device until SIGTERM, or until it is killed.
//
// It needs no more than CAP_MKNOD and a device rule for loop devices: the
// container's /dev has none, and to attach a file takes no privilege but a
// descriptor of the device.

#include <fcntl.h>
#include <linux/loop.h>
#include <linux/major.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "common/sidecar/loop_device.h"

namespace minidcos {
namespace {

constexpr long long kMebibyte = 1024 * 1024;
constexpr char kFile[] = "/device";
// LOOP_CTRL_MINOR of the kernel, which has it in no header for programs.
constexpr int kControlMinor = 237;

int OrErrno(int result) { return result < 0 ? -errno : result; }

int OpenNode(const char* path, mode_t type, int major, int minor) {
  if (mknod(path, type | 0600, makedev(major, minor)) != 0 && errno != EEXIST) {
    return -errno;
  }
  return OrErrno(open(path, O_RDWR | O_CLOEXEC));
}

class KernelDriver : public LoopDriver {
 public:
  explicit KernelDriver(int control) : control_(control) {}

  int FindFree() override {
    return OrErrno(ioctl(control_, LOOP_CTL_GET_FREE));
  }
  int Open(int number) override {
    char path[32];
    snprintf(path, sizeof(path), "/dev/loop%d", number);
    return OpenNode(path, S_IFBLK, LOOP_MAJOR, number);
  }
  int Ioctl(int fd, unsigned long request, void* argument) override {
    return OrErrno(ioctl(fd, request, argument));
  }
  int Ioctl(int fd, unsigned long request, int argument) override {
    return OrErrno(ioctl(fd, request, argument));
  }
  void Close(int fd) override { close(fd); }

 private:
  const int control_;
};

[[noreturn]] void Fail(const char* what, int error) {
  dprintf(STDOUT_FILENO, "error %s: %s\n", what, strerror(error));
  exit(1);
}

// A descriptor of the file, which is kept by a container that is started again.
int MakeFile(long long mebibytes) {
  const int file = open(kFile, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) Fail("making the device's file", errno);
  struct statvfs space = {};
  struct stat own = {};
  if (fstatvfs(file, &space) != 0 || fstat(file, &own) != 0) {
    Fail("asking for the space left", errno);
  }
  // With what it occupies itself, in stat(2)'s blocks.
  const long long left =
      (static_cast<long long>(space.f_bavail) * space.f_frsize +
       static_cast<long long>(own.st_blocks) * 512) /
      kMebibyte;
  if (mebibytes > left) {
    dprintf(
        STDOUT_FILENO,
        "error not enough space: the engine's disk has %lld MiB for it, and "
        "the device is to have %lld\n",
        left, mebibytes);
    exit(1);
  }
  if (ftruncate(file, mebibytes * kMebibyte) != 0) {
    Fail("giving the device's file its size", errno);
  }
  return file;
}

// To open it loads the kernel's module, where there is one.
int OpenControl() {
  const int control =
      OpenNode("/dev/loop-control", S_IFCHR, MISC_MAJOR, kControlMinor);
  if (control == -ENODEV || control == -ENXIO || control == -ENOENT) {
    Fail(
        "the engine's kernel has no loop devices (/dev/loop-control): run "
        "'modprobe loop' on its machine",
        -control);
  }
  if (control < 0) Fail("opening /dev/loop-control", -control);
  return control;
}

int Hold(long long mebibytes) {
  // PID 1 gets no signal that it does not ask for.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  sigprocmask(SIG_BLOCK, &ends, nullptr);
  const int file = MakeFile(mebibytes);
  KernelDriver driver(OpenControl());
  const LoopDevice device = AttachToFreeDevice(driver, file);
  if (device.number < 0) {
    const bool none_free = device.number == -ENOSPC || device.number == -EBUSY;
    Fail(
        none_free ? "no free loop device" : "attaching a file to a loop device",
        -device.number);
  }
  dprintf(STDOUT_FILENO, "ready /dev/loop%d\n", device.number);
  int signal_number = 0;
  sigwait(&ends, &signal_number);
  return 0;
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return argc == 2 ? minidcos::Hold(atoll(argv[1])) : 2;
}
