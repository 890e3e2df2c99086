// Attaching a file to a free loop device, as loop(4) tells. Without Abseil: it
// is for a small static program (holder_main_linux.cc).

#ifndef MINIDCOS_COMMON_SIDECAR_LOOP_DEVICE_H_
#define MINIDCOS_COMMON_SIDECAR_LOOP_DEVICE_H_

namespace minidcos {

// The kernel's side of it. Every call returns -errno if it fails.
class LoopDriver {
 public:
  virtual ~LoopDriver() = default;

  // The number of a device that is free right now; makes one if all are in use.
  virtual int FindFree() = 0;

  // A descriptor of device `number`, for reading and writing.
  virtual int Open(int number) = 0;

  virtual int Ioctl(int fd, unsigned long request, void* argument) = 0;
  virtual int Ioctl(int fd, unsigned long request, int argument) = 0;
  virtual void Close(int fd) = 0;
};

struct LoopDevice {
  // N of /dev/loopN, or -errno.
  int number = 0;
  // Whoever holds it holds the device: with the last descriptor, and the last
  // mount, the kernel detaches the file.
  int fd = -1;
};

// Attaches the file that is open as `file` to a free device. Another process
// may take a free device first; then the next one is tried.
LoopDevice AttachToFreeDevice(LoopDriver& driver, int file);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_SIDECAR_LOOP_DEVICE_H_
