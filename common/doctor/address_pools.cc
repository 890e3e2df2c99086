#include "common/doctor/address_pools.h"

#include <arpa/inet.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/doctor/engine_info.pb.h"

namespace minidcos {
namespace {

// moby daemon/libnetwork/ipamutils/utils.go
constexpr std::pair<const char*, int> kDockersOwn[] = {
    {"172.17.0.0/16", 16}, {"172.18.0.0/16", 16}, {"172.19.0.0/16", 16},
    {"172.20.0.0/14", 16}, {"172.24.0.0/14", 16}, {"172.28.0.0/14", 16},
    {"192.168.0.0/16", 20}};

// More than anybody needs to know of.
constexpr uint64_t kMost = 65536;

// Addresses from the first to before the second.
using Range = std::pair<uint64_t, uint64_t>;

std::optional<Range> ParseRange(const std::string& text) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('/', 1));
  in_addr address;
  int bits;
  if (inet_pton(AF_INET, parts.first.c_str(), &address) != 1 ||
      !absl::SimpleAtoi(parts.second, &bits) || bits < 0 || bits > 32) {
    return std::nullopt;
  }
  const uint64_t size = uint64_t{1} << (32 - bits);
  const uint64_t first = ntohl(address.s_addr) / size * size;
  return Range(first, first + size);
}

int CountFree(const Range& pool, int bits, const std::vector<Range>& taken) {
  const uint64_t size = uint64_t{1} << (32 - bits);
  uint64_t looked_at = 0;
  int free = 0;
  for (uint64_t first = pool.first;
       first + size <= pool.second && looked_at < kMost;
       first += size, ++looked_at) {
    free += std::none_of(taken.begin(), taken.end(), [&](const Range& range) {
      return range.first < first + size && first < range.second;
    });
  }
  return free;
}

}  // namespace

int CountFreeSubnets(const std::vector<doctor::AddressPool>& pools,
                     const std::vector<std::string>& taken) {
  std::vector<std::pair<std::string, int>> all;
  for (const doctor::AddressPool& pool : pools) {
    all.emplace_back(pool.base(), pool.size());
  }
  if (all.empty()) all.assign(std::begin(kDockersOwn), std::end(kDockersOwn));
  std::vector<Range> ranges;
  for (const std::string& subnet : taken) {
    const std::optional<Range> range = ParseRange(subnet);
    if (range.has_value()) ranges.push_back(*range);
  }
  int free = 0;
  for (const auto& [base, bits] : all) {
    const std::optional<Range> range = ParseRange(base);
    if (!range.has_value() || bits < 1 || bits > 32) continue;
    free += CountFree(*range, bits, ranges);
  }
  return free;
}

std::vector<std::string> RoutedSubnets(absl::string_view table) {
  // Of proc_pid_net(5)'s columns.
  constexpr size_t kDestination = 1;
  constexpr size_t kMask = 7;
  std::vector<std::string> subnets;
  for (const absl::string_view line : absl::StrSplit(table, '\n')) {
    const std::vector<absl::string_view> columns =
        absl::StrSplit(line, absl::ByAnyChar("\t "), absl::SkipEmpty());
    uint32_t destination;
    uint32_t mask;
    if (columns.size() <= kMask ||
        !absl::SimpleHexAtoi(columns[kDestination], &destination) ||
        !absl::SimpleHexAtoi(columns[kMask], &mask) || mask == 0) {
      continue;
    }
    // As the number that an address in network order is on this machine.
    const in_addr address = {.s_addr = destination};
    char text[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &address, text, sizeof(text));
    subnets.push_back(absl::StrCat(text, "/", std::popcount(mask)));
  }
  return subnets;
}

}  // namespace minidcos
