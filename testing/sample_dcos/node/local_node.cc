#include "testing/sample_dcos/node/local_node.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/wire/json.h"

namespace minidcos::sample {

absl::StatusOr<LocalNode> FindLocalNode() {
  ASSIGN_OR_RETURN(const std::string ip, DetectIp());
  ASSIGN_OR_RETURN(const std::string json,
                   ReadFile("/opt/mesosphere/etc/master_list"));
  ASSIGN_OR_RETURN(const std::vector<std::string> masters,
                   ParseJsonStrings(json));
  return LocalNode{.ip = ip, .masters = masters};
}

absl::StatusOr<std::string> DetectIp() {
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunSubprocess(Context().WithTimeout(absl::Seconds(20)),
                                 {"/opt/mesosphere/bin/detect_ip"}));
  const std::string ip(absl::StripAsciiWhitespace(result.stdout_text));
  in_addr address;
  if (result.exit_code == 0 && inet_pton(AF_INET, ip.c_str(), &address) == 1) {
    return ip;
  }
  return absl::FailedPreconditionError(
      absl::StrCat("detect_ip exited with ", result.exit_code, " and printed '",
                   ip, "', which is no IPv4 address: ", result.stderr_text));
}

std::vector<std::string> Roles(const std::string& root) {
  std::vector<std::string> roles;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(
           root + "/etc/mesosphere/roles", error)) {
    roles.push_back(file.path().filename());
  }
  std::sort(roles.begin(), roles.end());
  return roles;
}

bool IsMaster() {
  const std::vector<std::string> roles = Roles();
  return std::find(roles.begin(), roles.end(), "master") != roles.end();
}

}  // namespace minidcos::sample
