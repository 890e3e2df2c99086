#include "testing/sample_dcos/services/cluster_id.h"

#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/node/local_node.h"

namespace minidcos::sample {
namespace {

std::string AskForClusterId(const std::string& master) {
  while (true) {
    const absl::StatusOr<HttpAnswer> answer =
        CallHttp({.address = master + ":8181", .target = "/sample/cluster-id"});
    if (answer.ok() && answer->status == 200) return answer->body;
    Context().WaitFor(absl::Seconds(1)).IgnoreError();
  }
}

}  // namespace

void EnsureClusterId(const LocalNode& node) {
  if (std::filesystem::exists(kClusterIdFile)) return;
  const std::string& first = node.masters.front();
  const std::string id =
      node.ip == first ? RandomUuid() : AskForClusterId(first);
  std::error_code error;
  std::filesystem::create_directories("/var/lib/dcos", error);
  const absl::Status written = WriteFile(kClusterIdFile, id, 0644);
  if (!written.ok()) std::cerr << written.message() << "\n";
}

std::string RandomUuid() {
  const std::string hex = RandomHex(32);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-4",
                      hex.substr(13, 3), "-a", hex.substr(17, 3), "-",
                      hex.substr(20));
}

}  // namespace minidcos::sample
