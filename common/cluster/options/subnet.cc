#include "common/cluster/options/subnet.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/random_id.h"
#include "glog/logging.h"

namespace minidcos {
namespace {

constexpr int kAddressBits = 32;

std::string AddressText(uint32_t address) {
  return absl::StrCat(address >> 24, ".", address >> 16 & 255, ".",
                      address >> 8 & 255, ".", address & 255);
}

}  // namespace

absl::StatusOr<Subnet> Subnet::Parse(absl::string_view text) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('/', 1));
  in_addr address;
  int bits = 0;
  if (inet_pton(AF_INET, parts.first.c_str(), &address) != 1 ||
      !absl::SimpleAtoi(parts.second, &bits) || bits < 8 || bits > 29) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad subnet '", text,
                     "': it must be an IPv4 address and /8 to /29, such as "
                     "10.1.2.0/24"));
  }
  const uint32_t base = ntohl(address.s_addr);
  const uint32_t mask = ~uint32_t{0} << (kAddressBits - bits);
  if ((base & ~mask) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad subnet '", text, "': it has bits beyond its mask; '",
                     Subnet(base & mask, bits).text(), "' has not"));
  }
  return Subnet(base, bits);
}

Subnet Subnet::Random() {
  uint32_t number = 0;
  CHECK(absl::SimpleHexAtoi(RandomHex(4), &number));
  return Subnet((10u << 24) | (192u << 16) | ((number & 0x3fff) << 8), 24);
}

std::string Subnet::text() const {
  return absl::StrCat(AddressText(base_), "/", bits_);
}

absl::StatusOr<std::vector<std::string>> Subnet::NodeAddresses(
    int count) const {
  // The subnet's own, the gateway's and the broadcast address.
  const int64_t room = (int64_t{1} << (kAddressBits - bits_)) - 3;
  if (count > room) {
    return absl::InvalidArgumentError(absl::StrCat("subnet '", text(),
                                                   "' has room for ", room,
                                                   " nodes, not for ", count));
  }
  std::vector<std::string> addresses;
  for (int i = 0; i < count; ++i) {
    addresses.push_back(AddressText(base_ + 2 + static_cast<uint32_t>(i)));
  }
  return addresses;
}

}  // namespace minidcos
