// A cluster for GoogleTest: one for each test, or one for all tests of a suite.
//
//   class HostNames : public ClusterTest {
//    protected:
//     HostNames() : ClusterTest({.masters = 1, .agents = 2}) {}
//   };
//
//   TEST_F(HostNames, AreRolesAndNumbers) {
//     EXPECT_THAT(RunsOn(agents()[1], "hostname"), Prints("agent-1"));
//   }
//
// Booting takes seconds. Tests that leave the nodes as they were share one:
//
//   class Units : public ClusterSuite<Units> {
//    public:
//     static ClusterSize Size() { return {.masters = 1, .agents = 0}; }
//   };
//
//   TEST_F(Units, AllRun) {
//     EXPECT_THAT(RunsOn(masters()[0], "systemctl is-system-running"),
//                 Prints("running"));
//   }
//
// Under `minidcos with`, and so in a cluster_test (cluster_test.bzl), a test
// uses the cluster that it was started with, and makes none.
//
// Without a cluster SetUp() fails the test, and GoogleTest goes on with what
// overrides it and with TearDown(): after ClusterTest::SetUp() comes `if
// (HasFatalFailure()) return;`, and a TearDown() that asks nodes begins with
// `if (!has_cluster()) return;`.
//
// A cluster that a test has made is gone when the test is; when it has failed,
// $TEST_UNDECLARED_OUTPUTS_DIR, which Bazel sets, gets a bundle of journals.

#ifndef MINIDCOS_TESTING_CLUSTER_H_
#define MINIDCOS_TESTING_CLUSTER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/cluster/cluster.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/scoped_cluster.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "gtest/gtest.h"
#include "testing/runs_on.h"

namespace minidcos {

class TestCluster {
 public:
  // The cluster $MINIDCOS_CLUSTER_ID, if that is set, which stays what it is:
  // `backend` is not looked at. Else a new one of bare nodes, which is
  // destroyed with the result; what is being done is told on standard error.
  // kFailedPrecondition if the one that is there has fewer nodes of a role than
  // `size` says; fails else as OpenCluster and ScopedCluster::Make do.
  static absl::StatusOr<std::unique_ptr<TestCluster>> Get(
      const ClusterSize& size, const DockerBackend& backend);

  const Cluster& cluster() const { return cluster_; }
  DockerClient& docker() const;

  // Whether it was made for this object.
  bool is_own() const { return own_.has_value(); }

  // Writes all that is known of its nodes (bundle.h) into the folder
  // $TEST_UNDECLARED_OUTPUTS_DIR, as `name`.tar.gz. Nothing happens without
  // that variable, or if the cluster is somebody else's to report on.
  absl::Status WriteJournals(const std::string& name) const;

 private:
  explicit TestCluster(ScopedCluster own);
  TestCluster(std::unique_ptr<DockerClient> docker, Cluster joined);

  std::optional<ScopedCluster> own_;
  std::unique_ptr<DockerClient> docker_;
  Cluster cluster_;
};

// What the two fixtures have in common.
class ClusterFixture : public ::testing::Test {
 protected:
  // Whether there is one: what else is here is not to be called without.
  bool has_cluster() const { return cluster_ != nullptr; }

  const Cluster& cluster() const { return used().cluster(); }
  const std::vector<Node>& masters() const { return cluster().masters; }
  const std::vector<Node>& agents() const { return cluster().agents; }
  const std::vector<Node>& public_agents() const {
    return cluster().public_agents;
  }
  std::vector<Node> nodes() const { return cluster().nodes(); }

  // The engine that it is on.
  DockerClient& docker() const { return used().docker(); }

  // Takes the result of TestCluster::Get; a fatal test failure if it is none.
  void Use(const absl::StatusOr<std::unique_ptr<TestCluster>>& cluster);

 private:
  // Ends the program, with words, without a cluster.
  const TestCluster& used() const;

  // Null until Use().
  const TestCluster* cluster_ = nullptr;
};

// A cluster for each test.
class ClusterTest : public ClusterFixture {
 protected:
  explicit ClusterTest(const ClusterSize& size = {},
                       const DockerBackend& backend = {});

  // Both are to be called by those that override them: SetUp() makes the
  // cluster, and without one the test ends there.
  void SetUp() override;
  void TearDown() override;

 private:
  const ClusterSize size_;
  const DockerBackend backend_;
  absl::StatusOr<std::unique_ptr<TestCluster>> cluster_;
};

// A cluster for all tests of `Suite`, the class that derives from this; that
// may have public functions Size() and Backend() of its own.
template <typename Suite>
class ClusterSuite : public ClusterFixture {
 public:
  static ClusterSize Size() { return {}; }
  static DockerBackend Backend() { return {}; }

 protected:
  static void SetUpTestSuite() {
    shared() = TestCluster::Get(Suite::Size(), Suite::Backend());
  }
  static void TearDownTestSuite();

  void SetUp() override { Use(shared()); }

 private:
  // Made by the first test, so that nothing is before main().
  static absl::StatusOr<std::unique_ptr<TestCluster>>& shared() {
    static auto& cluster = *new absl::StatusOr<std::unique_ptr<TestCluster>>();
    return cluster;
  }
};

namespace internal {

// Ends `cluster`, if there is one, after its journals have been written if the
// tests called `name` have failed.
void End(absl::StatusOr<std::unique_ptr<TestCluster>>& cluster,
         const std::string& name, bool have_failed);

}  // namespace internal

template <typename Suite>
void ClusterSuite<Suite>::TearDownTestSuite() {
  const ::testing::TestSuite& suite =
      *::testing::UnitTest::GetInstance()->current_test_suite();
  internal::End(shared(), suite.name(), suite.Failed());
}

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_CLUSTER_H_
