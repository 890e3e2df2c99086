#include "testing/cluster.h"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/bundle/bundle.h"
#include "common/cluster/cluster.h"
#include "common/cluster/open_cluster.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/scoped_cluster.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "glog/logging.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

// Building an image, the first time, is part of it.
constexpr absl::Duration kMakeTimeout = absl::Minutes(30);
constexpr absl::Duration kLookTimeout = absl::Minutes(1);
constexpr absl::Duration kBundleTimeout = absl::Minutes(1);

// Writes to standard error what begins, as GoogleTest does to standard output.
class TestProgress : public Progress {
 public:
  std::unique_ptr<Step> Begin(absl::string_view title) override {
    Say(title);
    return std::make_unique<SilentStep>();
  }
  void Warn(absl::string_view message) override {
    Say(absl::StrCat("warning: ", message));
  }
  void Note(absl::string_view message) override { Say(message); }

 private:
  class SilentStep : public Step {
   public:
    void Update(absl::string_view /*detail*/) override {}
    void Done() override {}
  };

  static void Say(absl::string_view text) {
    std::cerr << absl::StrCat("[ CLUSTER  ] ", text, "\n");
  }
};

// The value of an environment variable, empty without it.
std::string Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

absl::Status CheckCount(const std::string& id, const char* role,
                        const std::vector<Node>& nodes, int wanted) {
  const int count = static_cast<int>(nodes.size());
  if (count >= wanted) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("cluster '", id, "', which this test was started with, has ",
                   count, " of ", wanted, " ", role, " that it wants"));
}

absl::Status CheckSize(const Cluster& cluster, const ClusterSize& size) {
  RETURN_IF_ERROR(
      CheckCount(cluster.id, "masters", cluster.masters, size.masters));
  RETURN_IF_ERROR(
      CheckCount(cluster.id, "agents", cluster.agents, size.agents));
  return CheckCount(cluster.id, "public agents", cluster.public_agents,
                    size.public_agents);
}

}  // namespace

TestCluster::TestCluster(ScopedCluster own)
    : own_(std::move(own)), cluster_(own_->cluster()) {}

TestCluster::TestCluster(std::unique_ptr<DockerClient> docker, Cluster joined)
    : docker_(std::move(docker)), cluster_(std::move(joined)) {}

absl::StatusOr<std::unique_ptr<TestCluster>> TestCluster::Get(
    const ClusterSize& size, const DockerBackend& backend) {
  const std::string id = Variable("MINIDCOS_CLUSTER_ID");
  if (id.empty()) {
    TestProgress progress;
    ASSIGN_OR_RETURN(
        ScopedCluster own,
        ScopedCluster::Make(backend, size, Context().WithTimeout(kMakeTimeout),
                            progress));
    return std::unique_ptr<TestCluster>(new TestCluster(std::move(own)));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<DockerClient> docker, ConnectToEngine());
  ASSIGN_OR_RETURN(Cluster joined,
                   OpenCluster(Context().WithTimeout(kLookTimeout), *docker, id,
                               Variable("MINIDCOS_DOCKER_TRANSPORT")));
  RETURN_IF_ERROR(CheckSize(joined, size));
  return std::unique_ptr<TestCluster>(
      new TestCluster(std::move(docker), std::move(joined)));
}

DockerClient& TestCluster::docker() const {
  return own_.has_value() ? own_->docker() : *docker_;
}

absl::Status TestCluster::WriteJournals(const std::string& name) const {
  const std::string folder = Variable("TEST_UNDECLARED_OUTPUTS_DIR");
  if (folder.empty() || !is_own()) return absl::OkStatus();
  // A parameterised test has a slash in its name.
  const std::string file =
      absl::StrCat(absl::StrReplaceAll(name, {{"/", "_"}}), ".tar.gz");
  TestProgress progress;
  return WriteBundle(Context().WithTimeout(kBundleTimeout), docker(),
                     {.path = absl::StrCat(folder, "/", file),
                      .force = true,
                      .cluster_id = cluster_.id,
                      .nodes = cluster_.nodes(),
                      .program = "minidcos testing/cluster.h"},
                     progress)
      .status();
}

void ClusterFixture::Use(
    const absl::StatusOr<std::unique_ptr<TestCluster>>& cluster) {
  ASSERT_TRUE(cluster.ok()) << "no cluster: " << cluster.status();
  cluster_ = cluster->get();
}

const TestCluster& ClusterFixture::used() const {
  CHECK(has_cluster())
      << "a test asks for a cluster that it has not got: SetUp() of its "
         "fixture is to be called first, and if it fails, has_cluster() is "
         "false";
  return *cluster_;
}

ClusterTest::ClusterTest(const ClusterSize& size, const DockerBackend& backend)
    : size_(size), backend_(backend) {}

void ClusterTest::SetUp() {
  cluster_ = TestCluster::Get(size_, backend_);
  Use(cluster_);
}

void ClusterTest::TearDown() {
  const ::testing::TestInfo& test =
      *::testing::UnitTest::GetInstance()->current_test_info();
  internal::End(cluster_,
                absl::StrCat(test.test_suite_name(), ".", test.name()),
                HasFailure());
}

namespace internal {

void End(absl::StatusOr<std::unique_ptr<TestCluster>>& cluster,
         const std::string& name, bool have_failed) {
  if (!cluster.ok() || *cluster == nullptr) return;
  if (have_failed) {
    const absl::Status written = (*cluster)->WriteJournals(name);
    if (!written.ok()) std::cerr << "no journals: " << written << "\n";
  }
  cluster = std::unique_ptr<TestCluster>();
}

}  // namespace internal
}  // namespace minidcos
