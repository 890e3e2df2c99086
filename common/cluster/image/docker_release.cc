#include "common/cluster/image/docker_release.h"

#include <sys/utsname.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "common/base/tar.h"
#include "common/http/fetch_url.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr char kArchives[] = "https://download.docker.com/linux/static/stable";
// Frozen since 17.05.
constexpr char kOldArchives[] = "https://get.docker.com/builds/Linux";

// The largest so far have 80 MB.
constexpr int64_t kMaxBytes = 500 * 1000 * 1000;

// Before 17.03, when the numbers began anew.
bool IsOld(absl::string_view version) {
  return absl::StartsWith(version, "1.");
}

// "x86_64", "aarch64".
std::string Architecture() {
  utsname names = {};
  uname(&names);
  return names.machine;
}

absl::StatusOr<std::string> Fetch(const Context& ctx, const std::string& url,
                                  Progress& progress) {
  const std::unique_ptr<Progress::Step> step =
      progress.Begin(absl::StrCat("Fetching ", url));
  int64_t shown = 0;
  absl::StatusOr<std::string> archive =
      FetchUrl(ctx, url, kMaxBytes, [&](int64_t bytes) {
        constexpr int64_t kMegabyte = 1000 * 1000;
        if (bytes / kMegabyte == shown) return;
        shown = bytes / kMegabyte;
        step->Update(absl::StrCat(shown, " MB"));
      });
  RETURN_IF_ERROR(ctx.Check());
  if (!archive.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot fetch '", url, "': ", archive.status().message(),
        " (--docker-archives or MINIDCOS_DOCKER_ARCHIVES names another place, "
        "--docker-version another release)"));
  }
  step->Done();
  return archive;
}

}  // namespace

std::string DockerReleaseUrl(absl::string_view version,
                             absl::string_view archives) {
  if (archives.empty()) {
    archives = IsOld(version) ? kOldArchives : kArchives;
  }
  return absl::StrCat(absl::StripSuffix(archives, "/"), "/", Architecture(),
                      "/docker-", version, ".tgz");
}

absl::StatusOr<DockerRelease> FetchDockerRelease(const Context& ctx,
                                                 absl::string_view version,
                                                 const std::string& url,
                                                 Progress& progress) {
  ASSIGN_OR_RETURN(const std::string archive, Fetch(ctx, url, progress));
  const absl::StatusOr<std::vector<TarEntry>> entries = ReadTar(archive);
  DockerRelease release = {.sha256 = HexSha256(archive), .programs = {}};
  const absl::string_view daemon = IsOld(version) ? "docker" : "dockerd";
  bool has_daemon = false;
  static const RE2& program = *new RE2(R"((?:\./)?docker/([a-z][a-z0-9._-]*))");
  for (const TarEntry& entry : entries.value_or(std::vector<TarEntry>())) {
    std::string name;
    if (entry.content.empty() || !RE2::FullMatch(entry.path, program, &name)) {
      continue;
    }
    has_daemon |= daemon == name;
    release.programs.push_back(
        {absl::StrCat("rootfs/usr/bin/", name), entry.content});
  }
  if (has_daemon) return release;
  return absl::FailedPreconditionError(absl::StrCat(
      "'", url, "' is no archive of Docker: ",
      entries.ok() ? absl::StrCat("there is no docker/", daemon, " in it")
                   : std::string(entries.status().message())));
}

}  // namespace minidcos
