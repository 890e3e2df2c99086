#include "common/vpn/tunnel_subnet.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace minidcos {
namespace {

// Seldom in use where a Mac is; the first is that of the VPN which DC/OS E2E
// uses (docker-mac-network).
constexpr const char* kCandidates[] = {"192.168.251.0/24", "10.251.251.0/24",
                                       "172.30.251.0/24", "100.72.251.0/24"};

struct Range {
  uint32_t first = 0;
  uint32_t last = 0;
};

std::optional<Range> ParseRange(const std::string& subnet) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(subnet, absl::MaxSplits('/', 1));
  in_addr address;
  int bits = 0;
  if (inet_pton(AF_INET, parts.first.c_str(), &address) != 1 ||
      !absl::SimpleAtoi(parts.second, &bits) || bits < 0 || bits > 32) {
    return std::nullopt;
  }
  const uint32_t below =
      bits == 0 ? ~uint32_t{0} : (uint64_t{1} << (32 - bits)) - 1;
  const uint32_t first = ntohl(address.s_addr) & ~below;
  return Range{first, first | below};
}

bool Overlap(const std::string& a, const std::string& b) {
  const std::optional<Range> one = ParseRange(a);
  const std::optional<Range> other = ParseRange(b);
  return one && other && one->first <= other->last && other->first <= one->last;
}

}  // namespace

absl::StatusOr<std::string> ChooseTunnelSubnet(
    const std::vector<std::string>& taken) {
  for (const std::string candidate : kCandidates) {
    if (std::none_of(taken.begin(), taken.end(),
                     [&](const std::string& subnet) {
                       return Overlap(candidate, subnet);
                     })) {
      return candidate;
    }
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "no addresses for the tunnel: networks of the engine overlap with each "
      "of ",
      absl::StrJoin(kCandidates, ", ")));
}

}  // namespace minidcos
