#include "testing/sample_dcos/services/mesos_resources.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/json.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

AgentResources OfTheMachine() {
  constexpr double kMebibyte = 1024.0 * 1024.0;
  AgentResources resources;
  resources.set_cpus(static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN)));
  resources.set_mem(static_cast<double>(sysconf(_SC_PHYS_PAGES)) *
                    static_cast<double>(sysconf(_SC_PAGESIZE)) / kMebibyte);
  return resources;
}

std::string PortsText(const ToldResource::Ranges& ranges) {
  std::vector<std::string> texts;
  for (const ToldResource::Range& range : ranges.range()) {
    texts.push_back(absl::StrCat(range.begin(), "-", range.end()));
  }
  return absl::StrCat("[", absl::StrJoin(texts, ", "), "]");
}

}  // namespace

absl::StatusOr<AgentResources> FindResources(absl::string_view told) {
  AgentResources resources = OfTheMachine();
  if (told.empty()) return resources;
  ToldResources list;
  RETURN_IF_ERROR(ParseJsonArray(told, list));
  for (const ToldResource& resource : list.items()) {
    if (resource.name() == "cpus")
      resources.set_cpus(resource.scalar().value());
    if (resource.name() == "mem") resources.set_mem(resource.scalar().value());
    if (resource.name() == "ports") {
      resources.set_ports(PortsText(resource.ranges()));
    }
  }
  return resources;
}

}  // namespace minidcos::sample
