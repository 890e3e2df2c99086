#include "testing/sample_dcos/services/page.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr absl::string_view kHead =
    R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<title>Sample DC/OS</title>
<style>
body { font: 16px sans-serif; margin: 3em auto; max-width: 40em; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid #ccc; padding: 0.5em; text-align: left; }
.unhealthy { color: #b00; }
</style>
</head>
<body>
)";

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string Row(const NodesHealth::Node& node) {
  const absl::string_view health = node.health() == 0 ? "healthy" : "unhealthy";
  return absl::StrCat("<tr><td>", Escape(node.role()), "</td><td>",
                      Escape(node.host_ip()), "</td><td class=\"", health,
                      "\">", health, "</td></tr>\n");
}

std::string Rows(const NodesHealth& health) {
  std::vector<NodesHealth::Node> nodes(health.nodes().begin(),
                                       health.nodes().end());
  const auto key = [](const NodesHealth::Node& node) {
    return absl::StrCat(node.role() == "master" ? "0" : "1", node.role(), " ",
                        node.host_ip());
  };
  std::sort(nodes.begin(), nodes.end(),
            [&key](const NodesHealth::Node& a, const NodesHealth::Node& b) {
              return key(a) < key(b);
            });
  std::string rows;
  for (const NodesHealth::Node& node : nodes) absl::StrAppend(&rows, Row(node));
  return rows;
}

}  // namespace

std::string Page(absl::string_view version,
                 const absl::StatusOr<NodesHealth>& nodes) {
  const std::string shown =
      nodes.ok()
          ? absl::StrCat(
                "<table>\n<tr><th>Role</th><th>Address</th><th>Health</th>"
                "</tr>\n",
                Rows(*nodes), "</table>\n")
          : absl::StrCat("<p class=\"unhealthy\">The nodes are not known yet: ",
                         Escape(nodes.status().message()), "</p>\n");
  return absl::StrCat(kHead, "<h1>Sample DC/OS ", Escape(version),
                      "</h1>\n<p>It answers what tools ask of DC/OS, and runs "
                      "no tasks.</p>\n",
                      shown, "</body>\n</html>\n");
}

}  // namespace minidcos::sample
