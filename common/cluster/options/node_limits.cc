#include "common/cluster/options/node_limits.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/docker/engine.pb.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;
constexpr double kLeastMemory = 6 * kMebibyte;
constexpr double kMostMemory = 1e15;

using PortRange = std::pair<int, int>;

// dcos/dcos, gen/dcos-config.yaml: all but the ports of DC/OS's own services.
const std::vector<PortRange>& OfferedPorts(bool is_public) {
  static const auto& agent =
      *new std::vector<PortRange>{{1025, 2180}, {2182, 3887}, {3889, 5049},
                                  {5052, 8079}, {8082, 8180}, {8182, 32000}};
  static const auto& public_agent =
      *new std::vector<PortRange>{{1, 21}, {23, 5050}, {5052, 32000}};
  return is_public ? public_agent : agent;
}

std::string Scalar(absl::string_view name, const absl::AlphaNum& value) {
  return absl::StrCat(R"({"name":")", name,
                      R"(","type":"SCALAR","scalar":{"value":)", value, "}}");
}

std::string Ranges(const std::vector<PortRange>& ranges) {
  return absl::StrCat(
      R"({"name":"ports","type":"RANGES","ranges":{"range":[)",
      absl::StrJoin(ranges, ",",
                    [](std::string* out, const PortRange& range) {
                      absl::StrAppend(out, R"({"begin":)", range.first,
                                      R"(,"end":)", range.second, "}");
                    }),
      "]}}");
}

}  // namespace

absl::StatusOr<int64_t> ParseMemory(absl::string_view text) {
  static const RE2& form = *new RE2(R"((\d+(?:\.\d+)?)([bkmgtBKMGT]?))");
  constexpr absl::string_view kUnits = "bkmgt";
  std::string number;
  std::string unit;
  double size = 0;
  if (!RE2::FullMatch(std::string(text), form, &number, &unit) ||
      !absl::SimpleAtod(number, &size)) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad memory size '", text,
                     "': it must be a number and b, k, m, g or t, such as "
                     "512m or 1.5g"));
  }
  const size_t power =
      unit.empty() ? 0 : kUnits.find(absl::ascii_tolower(unit[0]));
  size *= std::pow(1024.0, static_cast<double>(power));
  if (size < kLeastMemory || size > kMostMemory) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad memory size '", text,
                     "': it must be at least 6m, and less than "
                     "900t"));
  }
  return static_cast<int64_t>(size);
}

absl::StatusOr<double> ParseCpus(absl::string_view text) {
  static const RE2& form = *new RE2(R"(\d+(\.\d+)?)");
  double cpus = 0;
  if (!RE2::FullMatch(std::string(text), form) ||
      !absl::SimpleAtod(text, &cpus) || cpus < 0.01) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad number of processors '", text,
                     "': it must be at least 0.01, such as 2 or 1.5"));
  }
  return cpus;
}

void ApplyLimits(const NodeLimits& limits, docker::HostConfig& config) {
  constexpr double kNano = 1e9;
  if (limits.memory != 0) {
    config.set_memory(static_cast<double>(limits.memory));
    config.set_memory_swap(static_cast<double>(limits.memory));
  }
  if (limits.cpus != 0) config.set_nano_cpus(std::round(limits.cpus * kNano));
}

std::string MesosResources(const NodeLimits& limits, bool is_public) {
  std::vector<std::string> resources = {Ranges(OfferedPorts(is_public))};
  if (limits.cpus != 0) resources.push_back(Scalar("cpus", limits.cpus));
  if (limits.memory != 0) {
    resources.push_back(Scalar("mem", limits.memory >> 20));
  }
  return absl::StrCat("# The node's share of the machine.\nMESOS_RESOURCES='[",
                      absl::StrJoin(resources, ","), "]'\n");
}

}  // namespace minidcos
