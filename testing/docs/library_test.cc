// A program that has the whole library by the one label that other workspaces
// have: what docs/library.md names is there.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/files.h"
#include "common/cluster/cluster.h"
#include "common/cluster/destroy.h"
#include "common/cluster/open_cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/cgroup_mounts.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/options/storage_driver.h"
#include "common/cluster/scoped_cluster.h"
#include "common/dcos/config/config.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/install_cluster.h"
#include "common/dcos/install/upgrade_cluster.h"
#include "common/dcos/sync/sync.h"
#include "common/dcos/test_environment.h"
#include "common/dcos/version.h"
#include "common/dcos/wait/wait.h"
#include "common/node/node.h"
#include "common/sidecar/scoped_sidecar.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::NotNull;
using ::testing::SizeIs;

std::string Read(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  EXPECT_TRUE(text.ok()) << text.status();
  return text.value_or("");
}

TEST(Library, HasEveryHeaderThatThePageNames) {
  const std::string here = Read("testing/docs/library_test.cc");
  const std::vector<std::string> words =
      absl::StrSplit(Read("docs/library.md"), absl::ByAnyChar("`\n"));
  std::vector<std::string> headers;
  for (const std::string& word : words) {
    if (absl::EndsWith(word, ".h")) headers.push_back(word);
  }
  ASSERT_THAT(headers, SizeIs(testing::Ge(15u)));
  for (const std::string& header : headers) {
    EXPECT_THAT(here,
                HasSubstr(absl::StrCat("#include \"common/", header, "\"")));
  }
}

template <typename Function>
const void* Address(Function function) {
  return reinterpret_cast<const void*>(function);
}

TEST(Library, LinksTheFunctionsThatThePageNames) {
  const std::string page = Read("docs/library.md");
  const std::pair<const char*, const void*> functions[] = {
      {"OpenCluster", Address(&OpenCluster)},
      {"ScopedCluster", Address(&ScopedCluster::Make)},
      {"DestroyNode", Address(&DestroyNode)},
      {"FindStorageDriver", Address(&FindStorageDriver)},
      {"CgroupMounts", Address(&CgroupMounts)},
      {"DefaultDcosConfig", Address(&DefaultDcosConfig)},
      {"PlanDcos", Address(&PlanDcos)},
      {"InstallOnCluster", Address(&InstallOnCluster)},
      {"UpgradeCluster", Address(&UpgradeCluster)},
      {"WaitForDcos", Address(&WaitForDcos)},
      {"OpenCheckout", Address(&OpenCheckout)},
      {"SyncCheckout", Address(&SyncCheckout)},
      {"BuildInfo", Address(&BuildInfo)},
      {"ScopedSidecar", Address(&ScopedSidecar::Make)}};
  for (const auto& [name, address] : functions) {
    EXPECT_THAT(page, HasSubstr(name));
    EXPECT_THAT(address, NotNull()) << name;
  }
}

}  // namespace
}  // namespace minidcos
