#include "tools/inspect/inspect_text.h"

#include <sstream>
#include <string>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;

std::string Text(const InspectReport& report) {
  absl::Time now;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-11-22T17:45:00Z", &now,
                              nullptr));
  std::ostringstream out;
  WriteText(report, now, out);
  return out.str();
}

void FillNode(InspectedNode& node, const std::string& reference,
              const std::string& address, const std::string& container) {
  node.set_e2e_reference(reference);
  node.set_ip_address(address);
  node.set_state(address.empty() ? "exited" : "running");
  node.set_docker_container_name(container);
  node.set_image("node:1");
  node.set_docker_version("20.10.24");
}

InspectReport Report() {
  InspectReport report;
  report.set_cluster_id("default");
  report.set_created("2026-11-22T17:00:00Z");
  report.set_variant("DCOSVariant.OSS");
  report.set_version("2.1.4");
  report.set_engine_version("28.2.2");
  report.set_state("partly-running");
  report.set_web_ui("http://172.17.0.2");
  InspectedNodes& nodes = *report.mutable_nodes();
  FillNode(*nodes.add_masters(), "master_0", "172.17.0.2",
           "dcos-e2e-default.master-0");
  FillNode(*nodes.add_agents(), "agent_0", "", "dcos-e2e-default.agent-0");
  FillNode(*nodes.add_public_agents(), "public_agent_0", "172.17.0.12",
           "dcos-e2e-default.public-agent-0");
  return report;
}

TEST(WriteText, ShowsTheClusterAndARowPerNode) {
  EXPECT_EQ(Text(Report()),
            "Cluster        default\n"
            "State          partly-running\n"
            "Created        2026-11-22T17:00:00Z (45m ago)\n"
            "DC/OS          2.1.4, open\n"
            "Web UI         http://172.17.0.2\n"
            "Engine         28.2.2\n"
            "Image          node:1\n"
            "Docker inside  20.10.24\n"
            "\n"
            "NODE            STATE    ADDRESS      CONTAINER\n"
            "master_0        running  172.17.0.2   dcos-e2e-default.master-0\n"
            "agent_0         exited                dcos-e2e-default.agent-0\n"
            "public_agent_0  running  172.17.0.12  "
            "dcos-e2e-default.public-agent-0\n");
}

TEST(WriteText, ShowsLimitsAndPortsWhereThereAreAny) {
  InspectReport report = Report();
  InspectedNode& master = *report.mutable_nodes()->mutable_masters(0);
  master.mutable_resources()->set_cpus(1.5);
  master.mutable_resources()->set_memory(512 << 20);
  InspectedPort& port = *master.add_ports();
  port.set_container_port(80);
  port.set_host_ip("127.0.0.1");
  port.set_host_port(8080);
  port.set_protocol("tcp");
  EXPECT_THAT(
      Text(report),
      AllOf(HasSubstr("\nPort           127.0.0.1:8080 to master_0 80/tcp\n"),
            HasSubstr("ADDRESS      CPUS  MEMORY  CONTAINER\n"),
            HasSubstr("172.17.0.2   1.5   512M    dcos-e2e-default.master-0\n"),
            HasSubstr("             dcos-e2e-default.agent-0\n")));
}

TEST(WriteText, FitsATerminal) {
  InspectReport report = Report();
  report.mutable_nodes()->mutable_masters(0)->mutable_resources()->set_memory(
      16e9);
  const std::string text = Text(report);
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_THAT(line.size(), Le(80u)) << line;
  }
}

TEST(WriteText, SaysThatThereIsNoDcos) {
  InspectReport report = Report();
  report.clear_version();
  report.set_variant("None");
  report.clear_web_ui();
  EXPECT_THAT(Text(report), AllOf(HasSubstr("\nDC/OS          none\n"),
                                  Not(HasSubstr("Web UI"))));
}

TEST(WriteText, NamesEachImageOnce) {
  InspectReport report = Report();
  report.mutable_nodes()->mutable_agents(0)->set_image("node:0");
  EXPECT_THAT(Text(report), HasSubstr("\nImage          node:0, node:1\n"));
}

}  // namespace
}  // namespace minidcos
