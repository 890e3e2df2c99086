#include "common/cluster/bundle/node_items.h"

#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/cluster/bundle/collect_script.h"
#include "common/node/command.h"

namespace minidcos {

absl::Span<const NodeItem> NodeItems() {
  static const NodeItem items[] = {
      {.name = "system", .file = "system.txt"},
      {.name = "processes", .file = "processes.txt"},
      {.name = "network", .file = "network.txt"},
      {.name = "units", .file = "units.txt"},
      {.name = "failed-units", .file = "failed-units.txt"},
      {.name = "docker", .file = "docker.txt"},
      {.name = "dcos-checks",
       .file = "dcos-checks.txt",
       .limit = absl::Minutes(2)},
      {.name = "dcos-health",
       .file = "dcos-health.txt",
       .limit = absl::Minutes(2)},
      {.name = "dcos-mesos-state", .file = "dcos-mesos-state.txt"},
      {.name = "files",
       .file = "files/",
       .limit = absl::Minutes(2),
       .at_rest = true},
      {.name = "journal",
       .file = "journal.txt",
       .limit = absl::Minutes(10),
       .at_rest = true},
  };
  return items;
}

Command NodeItemCommand(const NodeItem& item) {
  const absl::string_view script = CollectScript()[0].content;
  return {.argv = {"sh", "-c", std::string(script), "sh", item.name}};
}

}  // namespace minidcos
