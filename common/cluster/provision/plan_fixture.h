// A plan's input and looks at plans, for tests of PlanNodes().

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_PLAN_FIXTURE_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_PLAN_FIXTURE_H_

#include <string>
#include <vector>

#include "common/cluster/provision/container_plan.h"
#include "common/docker/engine.pb.h"
#include "gtest/gtest.h"

namespace minidcos {

// Of a cluster of one node per role.
inline PlanInput Input() {
  PlanInput input;
  input.options.id = "x";
  input.options.masters = 1;
  input.options.agents = 1;
  input.options.public_agents = 1;
  input.image = "minidcos/node:1";
  input.workspace = "/tmp/w";
  input.serve_folder = "/tmp/w/genconf/serve";
  input.api_version = {1, 41};
  input.creation = "word";
  input.creator = "host/boot/1/2";
  input.created = "2026-01-02T03:04:05+00:00";
  return input;
}

inline std::vector<std::string> Targets(const NodePlan& plan) {
  std::vector<std::string> targets;
  for (const docker::Mount& mount : plan.request.host_config().mounts()) {
    targets.push_back(mount.target());
  }
  return targets;
}

// The mount at `target`, which there must be.
inline docker::Mount MountAt(const NodePlan& plan, const std::string& target) {
  for (const docker::Mount& mount : plan.request.host_config().mounts()) {
    if (mount.target() == target) return mount;
  }
  ADD_FAILURE() << "no mount at " << target;
  return {};
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_PLAN_FIXTURE_H_
