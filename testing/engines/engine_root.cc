#include "testing/engines/engine_root.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/file_lock.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

constexpr char kCache[] = "/var/cache/minidcos/engines";

absl::StatusOr<std::string> OutputOf(const Context& ctx,
                                     const std::vector<std::string>& argv) {
  ASSIGN_OR_RETURN(
      SubprocessResult result,
      RunSubprocess(ctx, argv, {.environment = {{"LC_ALL", "C"}}}));
  if (result.exit_code == 0) return std::move(result.stdout_text);
  absl::Status status = absl::UnknownError(
      absl::StrCat(argv[0], " failed with exit code ", result.exit_code));
  SetOutput(status, result.stderr_text);
  return status;
}

// Empty if there is none.
std::string NewestOf(const EngineKind& kind) {
  const std::string prefix = absl::StrCat(kind.suite, "-", kind.package, "_");
  fs::path newest;
  for (const fs::directory_entry& entry : fs::directory_iterator(kCache)) {
    if (absl::StartsWith(entry.path().filename().string(), prefix) &&
        (newest.empty() ||
         entry.last_write_time() > fs::last_write_time(newest))) {
      newest = entry.path();
    }
  }
  return newest.string();
}

absl::Status Bootstrap(const Context& ctx, const EngineKind& kind,
                       const std::string& folder) {
  std::vector<std::string> packages = kind.more_packages;
  packages.push_back(kind.package);
  // The release file of a suite that is being made is not always renewed in
  // time.
  return OutputOf(ctx,
                  {"mmdebstrap", "--variant=minbase",
                   absl::StrCat("--include=", absl::StrJoin(packages, ",")),
                   "--aptopt=Acquire::Check-Valid-Until \"false\"", kind.suite,
                   folder})
      .status();
}

}  // namespace

const std::vector<EngineKind>& EngineKinds() {
  static const auto& kinds = *new std::vector<EngineKind>{
      {"bookworm", "bookworm", "docker.io", {"iptables"}, {}},
      {"trixie", "trixie", "docker.io", {"iptables"}, {}},
      {"forky", "forky", "docker.io", {"iptables"}, {}},
      // What a fresh Engine 29.3 does by itself (Debian has none): images are
      // containerd's, and old API versions are refused.
      {"forky-as-29",
       "forky",
       "docker.io",
       {"iptables"},
       {{"PRIVATE_ENGINE_OPTIONS", "--feature containerd-snapshotter=true"},
        {"DOCKER_MIN_API_VERSION", "1.40"}}},
      {"podman",
       "trixie",
       "podman",
       {"aardvark-dns", "netavark", "nftables", "runc"},
       {}}};
  return kinds;
}

absl::StatusOr<std::string> EnsureEngineRoot(const Context& ctx,
                                             const EngineKind& kind) {
  std::error_code error;
  fs::create_directories(kCache, error);
  if (error) return ErrnoStatus(error.value(), kCache);
  ASSIGN_OR_RETURN(const Fd lock, LockFile(ctx, absl::StrCat(kCache, "/lock")));
  if (std::string newest = NewestOf(kind); !newest.empty()) return newest;

  // Of a fixed name, so that what a killed run has left goes with the next.
  const std::string unfinished = absl::StrCat(kCache, "/unfinished");
  RETURN_IF_ERROR(RemoveTree(unfinished));
  RETURN_IF_ERROR(
      Annotate(Bootstrap(ctx, kind, unfinished),
               absl::StrCat("making a root file system of ", kind.suite)));
  ASSIGN_OR_RETURN(
      const std::string version,
      OutputOf(ctx, {"dpkg-query",
                     absl::StrCat("--admindir=", unfinished, "/var/lib/dpkg"),
                     "--show", "--showformat=${Version}", kind.package}));
  const std::string folder =
      absl::StrCat(kCache, "/", kind.suite, "-", kind.package, "_", version);
  fs::rename(unfinished, folder, error);
  if (error) return ErrnoStatus(error.value(), folder);
  return folder;
}

}  // namespace minidcos
