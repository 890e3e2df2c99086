#include "common/sidecar/loop_device.h"

#include <linux/loop.h>

#include <cerrno>
#include <map>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr int kFile = 7;

// Descriptors are numbers of devices.
class FakeDriver : public LoopDriver {
 public:
  int FindFree() override { return first_free++; }
  int Open(int number) override {
    open.insert({number, true});
    return number;
  }
  int Ioctl(int fd, unsigned long request, void* argument) override {
    requests.push_back(request);
    if (const auto error = errors.find(request); error != errors.end()) {
      return error->second;
    }
    if (fd < taken) return -EBUSY;
    const loop_info64& info =
        request == LOOP_CONFIGURE
            ? static_cast<const loop_config*>(argument)->info
            : *static_cast<const loop_info64*>(argument);
    flags = info.lo_flags;
    return 0;
  }
  int Ioctl(int fd, unsigned long request, int argument) override {
    requests.push_back(request);
    if (request != LOOP_SET_FD) return 0;
    if (fd < taken) return -EBUSY;
    file = argument;
    return 0;
  }
  void Close(int fd) override { open.erase(fd); }

  int first_free = 0;
  // That many devices are taken between FindFree() and the attaching.
  int taken = 0;
  std::map<unsigned long, int> errors;
  std::vector<unsigned long> requests;
  std::map<int, bool> open;
  int file = -1;
  unsigned flags = 0;
};

TEST(AttachToFreeDevice, LetsTheKernelDetachTheFileWithTheDescriptor) {
  FakeDriver driver;
  const LoopDevice device = AttachToFreeDevice(driver, kFile);
  EXPECT_EQ(device.number, 0);
  EXPECT_EQ(device.fd, 0);
  EXPECT_EQ(driver.flags, static_cast<unsigned>(LO_FLAGS_AUTOCLEAR));
  EXPECT_THAT(driver.requests, ElementsAre(LOOP_CONFIGURE));
}

TEST(AttachToFreeDevice, TakesTheNextWhereOthersAreFaster) {
  FakeDriver driver;
  driver.taken = 3;
  EXPECT_EQ(AttachToFreeDevice(driver, kFile).number, 3);
  EXPECT_THAT(driver.open, UnorderedElementsAre(::testing::Key(3)));
}

TEST(AttachToFreeDevice, GoesTwoStepsOnAnOldKernel) {
  for (const int refusal : {-EINVAL, -ENOTTY}) {
    FakeDriver driver;
    driver.errors[LOOP_CONFIGURE] = refusal;
    driver.taken = 1;
    EXPECT_EQ(AttachToFreeDevice(driver, kFile).number, 1);
    EXPECT_EQ(driver.file, kFile);
    EXPECT_EQ(driver.flags, static_cast<unsigned>(LO_FLAGS_AUTOCLEAR));
  }
}

TEST(AttachToFreeDevice, DetachesTheFileIfItCannotBeMadeToGo) {
  FakeDriver driver;
  driver.errors = {{LOOP_CONFIGURE, -EINVAL}, {LOOP_SET_STATUS64, -EPERM}};
  EXPECT_EQ(AttachToFreeDevice(driver, kFile).number, -EPERM);
  EXPECT_THAT(driver.requests, ElementsAre(LOOP_CONFIGURE, LOOP_SET_FD,
                                           LOOP_SET_STATUS64, LOOP_CLR_FD));
  EXPECT_THAT(driver.open, IsEmpty());
}

TEST(AttachToFreeDevice, GivesUpWhereThereIsNone) {
  FakeDriver driver;
  driver.first_free = -ENOSPC;
  EXPECT_EQ(AttachToFreeDevice(driver, kFile).number, -ENOSPC);
  driver.first_free = 0;
  driver.taken = 1000;
  EXPECT_EQ(AttachToFreeDevice(driver, kFile).number, -EBUSY);
  EXPECT_THAT(driver.open, IsEmpty());
}

}  // namespace
}  // namespace minidcos
