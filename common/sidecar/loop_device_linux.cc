#include "common/sidecar/loop_device.h"

#include <linux/loop.h>

#include <cerrno>

namespace minidcos {
namespace {

// Each lost race has a winner, so that it ends long before unless the devices
// do not work at all.
constexpr int kMostTries = 100;

// Two steps: a process that is killed between them leaves a device in use. Only
// for kernels before 5.8.
int AttachInTwoSteps(LoopDriver& driver, int device, int file) {
  const int attached = driver.Ioctl(device, LOOP_SET_FD, file);
  if (attached < 0) return attached;
  loop_info64 info = {};
  info.lo_flags = LO_FLAGS_AUTOCLEAR;
  const int flagged = driver.Ioctl(device, LOOP_SET_STATUS64, &info);
  if (flagged < 0) driver.Ioctl(device, LOOP_CLR_FD, 0);
  return flagged;
}

int Attach(LoopDriver& driver, int device, int file) {
  loop_config config = {};
  config.fd = file;
  config.info.lo_flags = LO_FLAGS_AUTOCLEAR;
  const int attached = driver.Ioctl(device, LOOP_CONFIGURE, &config);
  return attached == -EINVAL || attached == -ENOTTY
             ? AttachInTwoSteps(driver, device, file)
             : attached;
}

// Somebody has attached another file to the device, or removed it.
bool IsTaken(int error) {
  return error == -EBUSY || error == -ENXIO || error == -ENODEV;
}

}  // namespace

LoopDevice AttachToFreeDevice(LoopDriver& driver, int file) {
  int error = 0;
  for (int i = 0; i < kMostTries; ++i) {
    const int number = driver.FindFree();
    if (number < 0) return {.number = number};
    const int fd = driver.Open(number);
    error = fd < 0 ? fd : Attach(driver, fd, file);
    if (error >= 0) return {.number = number, .fd = fd};
    if (fd >= 0) driver.Close(fd);
    if (!IsTaken(error)) break;
  }
  return {.number = error};
}

}  // namespace minidcos
