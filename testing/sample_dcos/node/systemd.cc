#include "testing/sample_dcos/node/systemd.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/subprocess.h"
#include "common/status/status_macros.h"

namespace minidcos::sample {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(20);

absl::StatusOr<std::string> RunSystemctl(
    const std::vector<std::string>& arguments, absl::Duration timeout) {
  std::vector<std::string> argv = {"systemctl"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunSubprocess(Context().WithTimeout(timeout), argv));
  if (result.exit_code == 0) return result.stdout_text;
  return absl::FailedPreconditionError(
      absl::StrCat(absl::StrJoin(argv, " "), ": ", result.stderr_text));
}

UnitState ToUnit(const std::map<std::string, std::string>& properties) {
  const auto get = [&properties](const char* name) {
    const auto found = properties.find(name);
    return found == properties.end() ? "" : found->second;
  };
  const bool had_its_turn = get("Type") == "oneshot" &&
                            get("ActiveState") == "inactive" &&
                            get("Result") == "success";
  return {.id = get("Id"),
          .description = get("Description"),
          .healthy = get("LoadState") == "loaded" &&
                     (get("ActiveState") == "active" || had_its_turn),
          .state = absl::StrCat(get("LoadState"), " ", get("ActiveState"), " ",
                                get("SubState"))};
}

}  // namespace

absl::StatusOr<std::vector<UnitState>> DcosUnits() {
  std::vector<std::string> arguments = {
      "show",
      "--property=Id,Description,Type,LoadState,ActiveState,SubState,Result",
      "dcos-link-env.service", "dcos-download.service", "dcos-setup.service"};
  std::error_code error;
  for (const auto& unit : std::filesystem::directory_iterator(
           "/etc/systemd/system/dcos.target.wants", error)) {
    arguments.push_back(unit.path().filename());
  }
  ASSIGN_OR_RETURN(const std::string text, RunSystemctl(arguments, kTimeout));
  return ParseUnits(text);
}

std::vector<UnitState> ParseUnits(absl::string_view text) {
  std::vector<UnitState> units;
  for (const absl::string_view block :
       absl::StrSplit(text, "\n\n", absl::SkipWhitespace())) {
    std::map<std::string, std::string> properties;
    for (const absl::string_view line : absl::StrSplit(block, '\n')) {
      properties.insert(std::pair<std::string, std::string>(
          absl::StrSplit(line, absl::MaxSplits('=', 1))));
    }
    units.push_back(ToUnit(properties));
  }
  return units;
}

absl::Status Systemctl(const std::vector<std::string>& arguments) {
  return RunSystemctl(arguments, absl::InfiniteDuration()).status();
}

void NotifyReady() {
  const char* path = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = {}};
  if (path == nullptr || std::strlen(path) >= sizeof(address.sun_path)) return;
  std::strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
  // A leading @ stands for an abstract name.
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const absl::string_view message = "READY=1";
  sendto(fd, message.data(), message.size(), MSG_NOSIGNAL,
         reinterpret_cast<const sockaddr*>(&address),
         static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                std::strlen(path)));
  close(fd);
}

}  // namespace minidcos::sample
