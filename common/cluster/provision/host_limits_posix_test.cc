#include "common/cluster/provision/host_limits.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(InotifyInstanceLimit, IsNotToldForAnEngineInAVirtualMachine) {
  EXPECT_FALSE(InotifyInstanceLimit("unix:///var/run/docker.sock").has_value());
}

}  // namespace
}  // namespace minidcos
