// ProvisionCluster() of a cluster that lives only as long as its maker.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/cluster/cluster.h"
#include "common/cluster/labels.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/provision/provision.h"
#include "common/cluster/provision/provision_fixture.h"
#include "common/cluster/workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class ProvisionLeaseTest : public ProvisionFixture {
 protected:
  absl::Status ProvisionWithLease(
      const std::function<absl::Status(const Cluster&)>& finish = nullptr) {
    return ProvisionCluster({limit_.WithCancellation(interrupted_), limit_,
                             *docker_, progress_, &lease_},
                            options_, finish);
  }

  Lease lease_{[](absl::string_view words) { ADD_FAILURE() << words; }};
};

TEST_F(ProvisionLeaseTest, NamesTheOwnerOfAllThatIsMade) {
  options_.backend.network = "new";
  ASSERT_THAT(ProvisionWithLease(), IsOk());
  for (const FakeContainer& node : engine_.containers()) {
    EXPECT_EQ(node.labels.at(kOwnerLabel), ThisProcess());
  }
  for (const FakeThing& volume : engine_.volumes()) {
    EXPECT_EQ(volume.labels.at(kOwnerLabel), ThisProcess());
  }
  const std::vector<FakeNetwork> networks = engine_.networks();
  const auto made = std::find_if(
      networks.begin(), networks.end(),
      [](const FakeNetwork& network) { return network.name == "dcos-e2e-x"; });
  ASSERT_NE(made, networks.end());
  EXPECT_EQ(made->labels.at(kOwnerLabel), ThisProcess());
}

TEST_F(ProvisionLeaseTest, RenewsWhileItIsBeingMade) {
  std::string seen;
  ASSERT_THAT(ProvisionWithLease([&seen](const Cluster& cluster) {
                seen =
                    ReadFile(absl::StrCat(Workspace{cluster.workspace}.serve(),
                                          "/minidcos-lease"))
                        .value_or("");
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_THAT(seen, StartsWith("20 "));
}

TEST_F(ProvisionLeaseTest, LeavesNothingOnFailure) {
  engine_.FailNext("POST", "/containers/.*/start", 500, "out of order");
  EXPECT_THAT(ProvisionWithLease(), Not(IsOk()));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionLeaseTest, TakesTheLeaseFromWhatIsKeptOnFailure) {
  options_.keep_on_failure = true;
  EXPECT_THAT(ProvisionWithLease([](const Cluster&) {
                return absl::FailedPreconditionError("not good");
              }),
              StatusIs(absl::StatusCode::kFailedPrecondition, "not good"));
  ASSERT_THAT(engine_.containers(), SizeIs(3));
  for (const FakeContainer& node : engine_.containers()) {
    EXPECT_EQ(node.files.count("/etc/minidcos-kept"), 1u) << node.name;
  }
}

TEST_F(ProvisionLeaseTest, WarnsOfAnImageThatKnowsNoLease) {
  engine_.AddImage({.reference = "mine:1"});
  const std::string json =
      R"({"Config": {"Cmd": ["/usr/sbin/minidcos-init"],
          "Labels": {"minidcos.image.recipe": "12"}}})";
  engine_.AnswerNext("GET", "/images/mine.*/json",
                     absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: ",
                                  json.size(), "\r\n\r\n", json));
  options_.backend.image = "mine:1";
  ASSERT_THAT(ProvisionWithLease(), IsOk());
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(StartsWith("warn "), HasSubstr("'mine:1'"),
                             HasSubstr("clean --stale"))));
}

}  // namespace
}  // namespace minidcos
