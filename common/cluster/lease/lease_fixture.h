// A fixture for tests of leases on a fake engine.

#ifndef MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_FIXTURE_H_
#define MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_FIXTURE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/labels.h"
#include "common/cluster/lease/lease_files.h"
#include "common/cluster/workspace.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {

class LeaseFixture : public testing::Test {
 protected:
  // A node of the creation "word", on this machine if it sees our files.
  void AddNode(const std::string& name, bool sees_our_files) {
    FakeContainer node = {.name = name, .labels = {{kCreationLabel, "word"}}};
    if (sees_our_files) {
      docker::Mount& mount = *node.request.mutable_host_config()->add_mounts();
      mount.set_type("bind");
      mount.set_source(workspace_.serve());
      mount.set_target(kServeMount);
    }
    engine_.AddContainer(node);
  }

  // What is in the file that all nodes of this machine see.
  std::string Shared() const {
    return ReadFile(absl::StrCat(workspace_.serve(), "/", kSharedLeaseFile))
        .value_or("");
  }

  // What is in a node's own file.
  std::string Own(absl::string_view node, const char* file = kLeaseFile) const {
    const auto files = engine_.FindContainer(node)->files;
    const auto found = files.find(absl::StrCat(kLeaseFolder, "/", file));
    return found == files.end() ? "none" : found->second;
  }

  int Requests(absl::string_view method) const {
    int count = 0;
    for (const auto& request : engine_.requests()) {
      count += request.method == method;
    }
    return count;
  }

  FakeEngine engine_;
  const ScopedFolder parent_ =
      *ScopedFolder::Make(testing::TempDir(), "lease-");
  const Workspace workspace_ =
      *MakeWorkspace(parent_.path(), "x", engine_.host());
  const Context limit_ = Context().WithTimeout(absl::Minutes(1));
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_FIXTURE_H_
