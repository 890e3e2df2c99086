// Tests as a user of testing/cluster.h writes them, for
// cluster_fixture_test.cc: they tell on which cluster they are, and some fail.

#include <iostream>

#include "gtest/gtest.h"
#include "testing/cluster.h"

namespace minidcos {
namespace {

constexpr ClusterSize kOneNode = {
    .masters = 1, .agents = 0, .public_agents = 0};

class Each : public ClusterTest {
 protected:
  Each() : ClusterTest(kOneNode) {}
  void SetUp() override {
    ClusterTest::SetUp();
    if (HasFatalFailure()) return;
    std::cout << "cluster " << cluster().id << std::endl;
  }
};

TEST_F(Each, Passes) {
  EXPECT_THAT(RunsOn(masters()[0], "hostname"), Prints("master-0"));
}

TEST_F(Each, Fails) {
  EXPECT_TRUE(RunsOn(masters()[0], "logger said by the test; ls /nowhere"));
}

class Both : public ClusterSuite<Both> {
 public:
  static ClusterSize Size() { return kOneNode; }

 protected:
  void SetUp() override {
    ClusterSuite::SetUp();
    if (HasFatalFailure()) return;
    std::cout << "cluster " << cluster().id << std::endl;
  }
};

// Leaves the nodes as it has found them, as a test does that shares them.
class TearsDown : public ClusterSuite<TearsDown> {
 public:
  static ClusterSize Size() { return kOneNode; }

 protected:
  void TearDown() override {
    if (!has_cluster()) return;
    EXPECT_TRUE(RunsOn(masters()[0], "true"));
  }
};

TEST_F(TearsDown, Passes) { EXPECT_TRUE(RunsOn(masters()[0], "true")); }

TEST_F(Both, Write) { EXPECT_TRUE(RunsOn(masters()[0], "echo x >/written")); }

TEST_F(Both, Read) {
  EXPECT_THAT(RunsOn(masters()[0], "cat /written"), Prints("x"));
}

TEST_F(Both, ReadWhatIsNotThere) {
  EXPECT_THAT(RunsOn(masters()[0], "cat /unwritten"), Prints("x"));
}

}  // namespace
}  // namespace minidcos
