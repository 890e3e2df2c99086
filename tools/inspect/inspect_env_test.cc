#include "tools/inspect/inspect_env.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

Node NodeAt(const std::string& address) {
  return Node({.ip_address = address}, nullptr);
}

TEST(WriteEnv, TellsTheHostsThatRun) {
  Cluster cluster;
  cluster.id = "x_1.y-2";
  cluster.masters = {NodeAt(""), NodeAt("172.17.0.3"), NodeAt("172.17.0.2")};
  cluster.agents = {NodeAt("172.17.0.4")};
  std::ostringstream out;
  EXPECT_THAT(WriteEnv(cluster, out), IsOk());
  EXPECT_EQ(out.str(),
            "export MINIDCOS_CLUSTER_ID=x_1.y-2\n"
            "export MASTER_HOSTS=172.17.0.3,172.17.0.2\n"
            "export SLAVE_HOSTS=172.17.0.4\n"
            "export PUBLIC_SLAVE_HOSTS=\n"
            "export DCOS_URL=http://172.17.0.3\n");
}

class BadEnvValue : public testing::TestWithParam<std::string> {};

TEST_P(BadEnvValue, IsWrittenToNoShell) {
  Cluster cluster;
  cluster.agents = {NodeAt(GetParam())};
  std::ostringstream out;
  EXPECT_THAT(WriteEnv(cluster, out),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("SLAVE_HOSTS")));
  EXPECT_EQ(out.str(), "");
}

INSTANTIATE_TEST_SUITE_P(Values, BadEnvValue,
                         testing::Values("$(reboot)", "a b", "a;b", "a\nb",
                                         "`x`", "a#b", "'a'", "a$b", "a%b"));

}  // namespace
}  // namespace minidcos
