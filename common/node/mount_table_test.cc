#include "common/node/mount_table.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace minidcos {
namespace {

// As a node has it: `/`, volumes on /opt and /var/lib/docker, a tmpfs on /run
// and, made inside, on /run/lock; a bind of the same file system made inside on
// /srv/bound; a tmpfs over the volume /var/log/journal; a tmpfs on /mnt that
// hides the volume /mnt/volume; /etc/hosts as the engine mounts it.
constexpr char kMounts[] =
    "474 400 0:99 / / rw,relatime shared:242 - overlay overlay rw\n"
    "475 474 0:141 / /proc rw - proc proc rw\n"
    "491 474 254:0 /volumes/a/_data /opt rw,relatime - ext4 /dev/vda rw\n"
    "494 491 254:0 /serve /opt/install\\040here ro - ext4 /dev/vda rw\n"
    "492 474 0:147 / /run rw - tmpfs tmpfs rw\n"
    "404 492 0:159 / /run/lock rw - tmpfs tmpfs rw\n"
    "495 474 254:0 /containers/x/hosts /etc/hosts rw - ext4 /dev/vda rw\n"
    "498 474 254:0 /volumes/b/_data /var/log/journal rw - ext4 /dev/vda rw\n"
    "499 474 254:0 /volumes/c/_data /var/lib/docker rw - ext4 /dev/vda rw\n"
    "500 474 254:0 /volumes/d/_data /mnt/volume rw - ext4 /dev/vda rw\n"
    "600 474 0:99 /elsewhere /srv/bound rw - overlay overlay rw\n"
    "601 498 0:160 / /var/log/journal rw - tmpfs tmpfs rw\n"
    "602 474 0:161 / /mnt rw - tmpfs tmpfs rw\n";

const std::vector<std::string>& Configured() {
  static const auto& configured = *new std::vector<std::string>{
      "/opt", "/opt/install here", "/var/log/journal", "/var/lib/docker",
      "/mnt/volume"};
  return configured;
}

struct Case {
  const char* path;
  bool sees;
  bool sees_below;
};

class EngineSeesTest : public testing::TestWithParam<Case> {};

TEST_P(EngineSeesTest, WhatTheNodeSees) {
  const Case& c = GetParam();
  EXPECT_EQ(EngineSees(kMounts, Configured(), c.path, false), c.sees) << c.path;
  EXPECT_EQ(EngineSees(kMounts, Configured(), c.path, true), c.sees_below)
      << c.path;
}

INSTANTIATE_TEST_SUITE_P(
    Paths, EngineSeesTest,
    testing::Values(
        Case{"/root/x", true, true}, Case{"/", true, false},
        Case{"/opt", true, true}, Case{"/opt/x", true, true},
        Case{"/optional", true, true}, Case{"/opt/install here/x", true, true},
        Case{"/run/x", false, false}, Case{"/run/lock", false, false},
        Case{"/runner", true, true}, Case{"/etc", true, false},
        Case{"/etc/hosts", false, false}, Case{"/var/lib", true, true},
        Case{"/var/lib/docker/x", true, true},
        Case{"/var/log/journal/x", false, false}, Case{"/srv", true, false},
        Case{"/srv/bound/x", false, false}, Case{"/mnt/x", false, false},
        Case{"/mnt/volume/x", false, false}));

TEST(EngineSees, NothingOfANodeWithoutMounts) {
  EXPECT_FALSE(EngineSees("", {}, "/root", false));
  EXPECT_FALSE(EngineSees("garbage\n1 2 3\n", {}, "/root", false));
}

TEST(EngineSees, NotAConfiguredVolumeThatIsNotMounted) {
  EXPECT_FALSE(EngineSees("1 0 0:9 / / rw - overlay overlay rw\n", {"/opt"},
                          "/opt/x", false));
}

}  // namespace
}  // namespace minidcos
