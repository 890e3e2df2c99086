// Containers of a FakeEngine that are nodes of clusters, for tests.
//
//   engine.AddContainer(FakeNodeContainer("x", NodeRole::kMaster, 0));

#ifndef MINIDCOS_COMMON_CLUSTER_FAKE_NODES_H_
#define MINIDCOS_COMMON_CLUSTER_FAKE_NODES_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/cluster/labels.h"
#include "common/node/node.h"
#include "testing/fake_engine/fake_engine.h"

namespace minidcos {

// A running node of ours, of a cluster that is complete.
inline FakeContainer FakeNodeContainer(const std::string& cluster_id,
                                       NodeRole role, int index) {
  const std::string type(NodeRoleName(role));
  return {
      .name = absl::StrCat("dcos-e2e-", cluster_id, ".",
                           absl::StrReplaceAll(type, {{"_", "-"}}), "-", index),
      .labels = {{kClusterIdLabel, cluster_id},
                 {kNodeTypeLabel, type},
                 {kSchemaLabel, absl::StrCat(kSchemaVersion)},
                 {kNodeIndexLabel, absl::StrCat(index)}},
      .files = {{"/etc/minidcos-complete", ""}}};
}

// A running node as DC/OS E2E makes it.
inline FakeContainer E2eNodeContainer(const std::string& cluster_id,
                                      NodeRole role,
                                      const std::string& ip_address) {
  return {.name = absl::StrCat("dcos-e2e-", cluster_id, "-", ip_address),
          .labels = {{kClusterIdLabel, cluster_id},
                     {kNodeTypeLabel, std::string(NodeRoleName(role))}},
          .ip_address = ip_address};
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_FAKE_NODES_H_
