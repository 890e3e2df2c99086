#include "testing/sample_dcos/services/page.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

void AddNode(NodesHealth& nodes, const std::string& role, const std::string& ip,
             int health) {
  NodesHealth::Node& node = *nodes.add_nodes();
  node.set_role(role);
  node.set_host_ip(ip);
  node.set_health(health);
}

TEST(Page, ShowsTheNodesAndTheirHealthMastersFirst) {
  NodesHealth nodes;
  AddNode(nodes, "agent", "172.17.0.4", 1);
  AddNode(nodes, "agent_public", "172.17.0.5", 0);
  AddNode(nodes, "master", "172.17.0.3", 0);
  AddNode(nodes, "master", "172.17.0.2", 0);
  EXPECT_THAT(Page("2.1.0-sample", nodes),
              AllOf(HasSubstr("<h1>Sample DC/OS 2.1.0-sample</h1>"),
                    HasSubstr("<tr><td>master</td><td>172.17.0.2</td>"
                              "<td class=\"healthy\">healthy</td></tr>\n"
                              "<tr><td>master</td><td>172.17.0.3</td>"
                              "<td class=\"healthy\">healthy</td></tr>\n"
                              "<tr><td>agent</td><td>172.17.0.4</td>"
                              "<td class=\"unhealthy\">unhealthy</td></tr>\n"
                              "<tr><td>agent_public</td><td>172.17.0.5</td>"
                              "<td class=\"healthy\">healthy</td></tr>\n")));
}

TEST(Page, SaysWhyTheNodesAreNotKnown) {
  EXPECT_THAT(Page("", absl::UnavailableError("127.0.0.1:1050: refused")),
              AllOf(HasSubstr("not known yet: 127.0.0.1:1050: refused"),
                    Not(HasSubstr("<table>"))));
}

TEST(Page, TakesNobodysWordForHtml) {
  NodesHealth nodes;
  AddNode(nodes, "<b>\"&", "172.17.0.2", 0);
  EXPECT_THAT(Page("<i>", nodes), AllOf(HasSubstr("Sample DC/OS &lt;i&gt;"),
                                        HasSubstr("&lt;b&gt;&quot;&amp;")));
}

}  // namespace
}  // namespace minidcos::sample
