#include "tools/inspect/inspect_env.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(WriteEnv, TellsTheHostsThatRun) {
  InspectReport report;
  report.set_cluster_id("x_1.y-2");
  report.set_web_ui("http://172.17.0.3");
  report.mutable_nodes()->add_masters();  // stopped
  report.mutable_nodes()->add_masters()->set_ip_address("172.17.0.3");
  report.mutable_nodes()->add_masters()->set_ip_address("172.17.0.2");
  report.mutable_nodes()->add_agents()->set_ip_address("172.17.0.4");
  std::ostringstream out;
  EXPECT_THAT(WriteEnv(report, out), IsOk());
  EXPECT_EQ(out.str(),
            "export MINIDCOS_CLUSTER_ID=x_1.y-2\n"
            "export MASTER_HOSTS=172.17.0.3,172.17.0.2\n"
            "export SLAVE_HOSTS=172.17.0.4\n"
            "export PUBLIC_SLAVE_HOSTS=\n"
            "export DCOS_URL=http://172.17.0.3\n");
}

class BadEnvValue : public testing::TestWithParam<std::string> {};

TEST_P(BadEnvValue, IsWrittenToNoShell) {
  InspectReport report;
  report.mutable_nodes()->add_agents()->set_ip_address(GetParam());
  std::ostringstream out;
  EXPECT_THAT(WriteEnv(report, out),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("SLAVE_HOSTS")));
  EXPECT_EQ(out.str(), "");
}

INSTANTIATE_TEST_SUITE_P(Values, BadEnvValue,
                         testing::Values("$(reboot)", "a b", "a;b", "a\nb",
                                         "`x`", "a#b", "'a'", "a$b", "a%b"));

}  // namespace
}  // namespace minidcos
