#include "testing/sample_dcos/node/pkgpanda.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/node/activation.h"
#include "testing/sample_dcos/node/systemd.h"
#include "testing/sample_dcos/wire/json.h"

namespace minidcos::sample {
namespace {

constexpr char kMarker[] = "/opt/mesosphere/bootstrap";

constexpr char kTarget[] =
    "[Unit]\nDescription=DC/OS\n[Install]\nWantedBy=multi-user.target\n";

absl::StatusOr<std::string> Run(const std::vector<std::string>& argv) {
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunSubprocess(Context(), argv));
  if (result.exit_code == 0) return result.stdout_text;
  return absl::UnavailableError(
      absl::StrCat(absl::StrJoin(argv, " "), ": ", result.stderr_text));
}

absl::StatusOr<std::string> ReadFlag(const std::string& name) {
  ASSIGN_OR_RETURN(const std::string text,
                   ReadFile("/etc/mesosphere/setup-flags/" + name));
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::Status FetchPackage(const std::string& repository_url,
                          const std::string& id) {
  const std::string home = absl::StrCat("/opt/mesosphere/packages/", id);
  if (std::filesystem::exists(home)) return absl::OkStatus();
  const std::vector<std::string> name = absl::StrSplit(id, "--");
  const std::string archive = absl::StrCat(home, ".tar.xz");
  // A package that is cut short must not pass for one that is there.
  const std::string half = absl::StrCat(home, ".new");
  RETURN_IF_ERROR(RemoveTree(half));
  std::error_code error;
  std::filesystem::create_directories(half, error);
  RETURN_IF_ERROR(Run({"curl", "-fsSL", "-o", archive,
                       absl::StrCat(repository_url, "/packages/", name[0], "/",
                                    id, ".tar.xz")})
                      .status());
  RETURN_IF_ERROR(Run({"tar", "-xJf", archive, "-C", half}).status());
  RETURN_IF_ERROR(RemoveTree(archive));
  std::filesystem::rename(half, home, error);
  return error ? ErrnoStatus(error.value(), home) : absl::OkStatus();
}

absl::Status StopUnits(const std::vector<std::string>& units) {
  std::vector<std::string> stop = {"stop"};
  stop.insert(stop.end(), units.begin(), units.end());
  return Systemctl(stop);
}

absl::Status ActivateAndStart(const std::vector<std::string>& ids,
                              bool no_block) {
  RETURN_IF_ERROR(Activate(/*root=*/"", ids, &StopUnits));
  RETURN_IF_ERROR(Systemctl({"daemon-reload"}));
  RETURN_IF_ERROR(Systemctl({"enable", "dcos.target"}));
  std::vector<std::string> start = {"start", "dcos.target"};
  if (no_block) start.push_back("--no-block");
  return Systemctl(start);
}

absl::Status Setup(bool no_block) {
  if (!std::filesystem::exists(kMarker)) return absl::OkStatus();
  RETURN_IF_ERROR(WriteFile("/etc/systemd/system/dcos.target", kTarget, 0644));
  ASSIGN_OR_RETURN(const std::string url, ReadFlag("repository-url"));
  ASSIGN_OR_RETURN(const std::string list, ReadFlag("cluster-package-list"));
  ASSIGN_OR_RETURN(
      const std::string json,
      Run({"curl", "-fsSL",
           absl::StrCat(url, "/package_lists/", list, ".package_list.json")}));
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, ParseJsonStrings(json));
  RETURN_IF_ERROR(FetchPackages(url, ids));
  RETURN_IF_ERROR(ActivateAndStart(ids, no_block));
  return RemoveTree(kMarker);
}

// Takes `flag` out of `words`. False if it is not among them.
bool TakeFlag(const std::string& flag, std::vector<std::string>& words) {
  const auto found = std::find(words.begin(), words.end(), flag);
  if (found == words.end()) return false;
  words.erase(found);
  return true;
}

}  // namespace

absl::Status FetchPackages(const std::string& repository_url,
                           const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    RETURN_IF_ERROR(FetchPackage(repository_url, id));
  }
  return absl::OkStatus();
}

int PkgpandaMain(const std::vector<std::string>& arguments) {
  const std::string command = arguments.empty() ? "" : arguments[0];
  std::vector<std::string> words(arguments.begin() + !arguments.empty(),
                                 arguments.end());
  const std::string first = words.empty() ? "" : words[0];
  absl::string_view url = first;
  absl::Status status;
  if (command == "setup") {
    status = Setup(TakeFlag("--no-block-systemd", words));
  } else if (command == "activate") {
    const bool no_block = TakeFlag("--no-block", words);
    status = ActivateAndStart(words, no_block);
  } else if (command == "fetch" &&
             absl::ConsumePrefix(&url, "--repository-url=")) {
    status = FetchPackages(std::string(url), {words.begin() + 1, words.end()});
  } else {
    std::cerr << "usage: pkgpanda setup [--no-block-systemd]\n"
                 "       pkgpanda fetch --repository-url=URL PACKAGE...\n"
                 "       pkgpanda activate [--no-block] PACKAGE...\n";
    return 1;
  }
  if (!status.ok()) std::cerr << status.message() << "\n";
  return status.ok() ? 0 : 1;
}

}  // namespace minidcos::sample
