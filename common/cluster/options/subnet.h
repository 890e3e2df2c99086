// IPv4 subnets, as far as a network of a cluster needs them.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_SUBNET_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_SUBNET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

class Subnet {
 public:
  // Reads "10.1.2.0/24". kInvalidArgument, naming `text`, if it is none, if
  // bits are set beyond the mask, and if it is larger than /8 or smaller than
  // /29.
  static absl::StatusOr<Subnet> Parse(absl::string_view text);

  // A random one of 10.192.0.0/10, of 253 addresses for nodes.
  static Subnet Random();

  // "10.1.2.0/24"
  std::string text() const;

  // The first `count` addresses for nodes: from the second on, for the first is
  // the gateway's. kInvalidArgument if there are not as many.
  absl::StatusOr<std::vector<std::string>> NodeAddresses(int count) const;

 private:
  Subnet(uint32_t base, int bits) : base_(base), bits_(bits) {}

  uint32_t base_;
  int bits_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_SUBNET_H_
