#include "common/node/node_identity.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

constexpr NodeRole kRoles[] = {NodeRole::kMaster, NodeRole::kAgent,
                               NodeRole::kPublicAgent};

}  // namespace

absl::string_view NodeRoleName(NodeRole role) {
  switch (role) {
    case NodeRole::kMaster:
      return "master";
    case NodeRole::kAgent:
      return "agent";
    case NodeRole::kPublicAgent:
      return "public_agent";
  }
  return "";
}

absl::StatusOr<NodeRole> ParseNodeRole(absl::string_view name) {
  for (const NodeRole role : kRoles) {
    if (NodeRoleName(role) == name) return role;
  }
  return absl::InvalidArgumentError(absl::StrCat("'", name, "' is no role"));
}

std::string NodeReference(const NodeIdentity& node) {
  return absl::StrCat(NodeRoleName(node.role), "_", node.index);
}

}  // namespace minidcos
