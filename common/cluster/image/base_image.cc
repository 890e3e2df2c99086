#include "common/cluster/image/base_image.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/find_program.h"
#include "common/base/progress.h"
#include "common/base/subprocess.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/image/build_with_progress.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/recipe.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr absl::Duration kRemovalTimeout = absl::Seconds(30);
constexpr size_t kKeptOutput = 4096;

// What mmdebstrap needs to become root in a user namespace.
constexpr absl::string_view kUserNeeds =
    "as an ordinary user it needs the package uidmap and a line for the user "
    "in "
    "/etc/subuid and /etc/subgid";

bool IsRoot() { return geteuid() == 0; }

absl::Status MissingBootstrap() {
  return absl::FailedPreconditionError(absl::StrCat(
      "there is no program 'mmdebstrap', which makes the node image: run "
      "'apt-get install mmdebstrap",
      IsRoot() ? "" : " uidmap", "' as root"));
}

absl::Status BootstrapFailure(const SubprocessResult& result) {
  // Its own errors begin with "E: "; the first is the cause.
  absl::string_view cause;
  for (const absl::string_view line :
       absl::StrSplit(result.stderr_text, '\n')) {
    if (absl::StartsWith(line, "E: ")) {
      cause = line.substr(3);
      break;
    }
  }
  absl::Status status = absl::FailedPreconditionError(
      absl::StrCat("mmdebstrap failed with exit code ", result.exit_code,
                   cause.empty() ? "" : ": ", cause, IsRoot() ? "" : "; ",
                   IsRoot() ? absl::string_view() : kUserNeeds));
  SetOutput(status, result.stderr_text);
  return status;
}

// The version of the package docker.io that dpkg says it sets up in `line`, as
// Docker itself prints it: without Debian's own revision.
void FindDockerVersion(absl::string_view line, std::string& version) {
  static const RE2& pattern =
      *new RE2(R"(Setting up docker\.io \(([^\s)]+)-[^-\s)]+\) \.\.\.)");
  RE2::FullMatch(re2::StringPiece(line.data(), line.size()), pattern, &version);
}

// Shows the last whole line of what comes in pieces, and looks at each.
class LineShower {
 public:
  explicit LineShower(Progress::Step& step) : step_(step) {}

  // Empty if no line has told it.
  const std::string& docker_version() const { return docker_version_; }

  void Add(absl::string_view piece) {
    absl::StrAppend(&rest_, piece);
    const size_t end = rest_.find_last_of("\r\n");
    if (end == std::string::npos) return;
    const std::string lines = rest_.substr(0, end);
    rest_.erase(0, end + 1);
    absl::string_view last;
    for (absl::string_view line :
         absl::StrSplit(lines, absl::ByAnyChar("\r\n"))) {
      line = absl::StripAsciiWhitespace(line);
      FindDockerVersion(line, docker_version_);
      last = line;
    }
    if (!last.empty()) step_.Update(last);
  }

 private:
  Progress::Step& step_;
  std::string rest_;
  std::string docker_version_;
};

// What mmdebstrap is to be started with. As root it mounts proc, sysfs, devpts
// and the host's own /dev/shm below the folder that it works in, from processes
// that outlive it if it is killed. In namespaces of its own nobody else sees
// the mounts, and all of it ends with us. Nothing for who may not make them,
// and so may not mount either, and for an ordinary user, whose mmdebstrap does
// it by itself.
absl::StatusOr<std::vector<std::string>> Isolation(const Context& ctx) {
  if (!IsRoot()) return std::vector<std::string>();
  std::vector<std::string> words = {"unshare", "--mount",      "--pid",
                                    "--fork",  "--kill-child", "--mount-proc"};
  std::vector<std::string> probe = words;
  probe.push_back("true");
  const absl::StatusOr<SubprocessResult> result = RunSubprocess(ctx, probe);
  RETURN_IF_ERROR(ctx.Check());
  if (!result.ok() || result->exit_code != 0) words.clear();
  return words;
}

// Returns the version of the distribution's Docker, if it is there.
absl::StatusOr<std::string> Bootstrap(const Context& ctx,
                                      const ImageRecipe& recipe,
                                      const ProxyEnvironment& proxies,
                                      const std::string& folder,
                                      const std::string& tar,
                                      Progress& progress) {
  const std::unique_ptr<Progress::Step> step = progress.Begin(
      absl::StrCat("Making the root file system of ", recipe.distribution));
  if (!FindProgram(recipe.bootstrap.front()).ok()) return MissingBootstrap();
  ASSIGN_OR_RETURN(std::vector<std::string> command, Isolation(ctx));
  command.insert(command.end(), recipe.bootstrap.begin(),
                 recipe.bootstrap.end());
  command.push_back(tar);
  if (!recipe.debian_mirror.empty()) command.push_back(recipe.debian_mirror);
  LineShower shower(*step);
  SubprocessOptions options;
  // What `proxies` has not, is not to be used.
  options.unset_environment = {
      "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy",
      "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY", "NO_PROXY"};
  options.environment = proxies;
  options.environment.insert({{"TMPDIR", folder}, {"LC_ALL", "C"}});
  options.on_stderr = [&shower](absl::string_view piece) { shower.Add(piece); };
  options.keep_output = kKeptOutput;
  const absl::StatusOr<SubprocessResult> result =
      RunSubprocess(ctx, command, options);
  RETURN_IF_ERROR(result.status());
  if (result->exit_code != 0) return BootstrapFailure(*result);
  step->Done();
  return shower.docker_version();
}

absl::Status Import(const Context& ctx, DockerClient& docker,
                    const ImageRecipe& recipe, const std::string& tar,
                    const std::string& docker_version, Progress& progress) {
  const std::unique_ptr<Progress::Step> step =
      progress.Begin("Importing it into the engine");
  const ImageName name = NameBase(recipe);
  std::ifstream file(tar, std::ios::binary);
  constexpr int kMegabyte = 1000 * 1000;
  int sent = 0;
  const BodySource body = [&]() -> absl::StatusOr<std::string> {
    std::string piece(kMegabyte, '\0');
    file.read(piece.data(), kMegabyte);
    if (file.bad() || !file.is_open()) {
      return absl::UnknownError(absl::StrCat("cannot read '", tar, "'"));
    }
    piece.resize(file.gcount());
    if (!piece.empty()) step->Update(absl::StrCat(++sent, " MB"));
    return piece;
  };
  std::string labels =
      absl::StrCat("LABEL ", kImageDistributionLabel, "=", recipe.distribution,
                   " ", kImageRecipeLabel, "=", name.hash);
  // The node image, and its containers, inherit it.
  if (!docker_version.empty()) {
    absl::StrAppend(&labels, " ", kImageDockerVersionLabel, "=",
                    docker_version);
  }
  const absl::Status imported = docker.ImportImage(
      ctx, name.reference, {labels}, body, [](const docker::BuildProgress&) {});
  if (!imported.ok()) {
    // An engine with containerd's image store has the name all the same, of
    // what it could not unpack, and the next build would take it for the base.
    docker.RemoveImage(Context().WithTimeout(kRemovalTimeout), name.reference)
        .IgnoreError();
    return imported;
  }
  step->Done();
  return absl::OkStatus();
}

absl::Status BuildFromPublicImage(const Context& ctx, DockerClient& docker,
                                  const ImageRecipe& recipe,
                                  const ProxyEnvironment& proxies,
                                  Progress& progress) {
  const ImageName name = NameBase(recipe);
  ASSIGN_OR_RETURN(const std::string context, MakeContext(recipe.base_context));
  DockerClient::BuildOptions options;
  options.reference = name.reference;
  options.build_args = proxies;
  options.build_args.insert(
      {{"IMAGE", recipe.public_image}, {"PACKAGES", recipe.packages}});
  options.labels = {{kImageDistributionLabel, recipe.distribution},
                    {kImageRecipeLabel, name.hash}};
  // Called to have packages of today.
  options.no_cache = true;
  const absl::Status status = BuildWithProgress(
      ctx, docker, absl::StrCat("Adding packages to ", recipe.public_image),
      options, context, progress);
  return Annotate(status, absl::StrCat("from the public image '",
                                       recipe.public_image, "'"));
}

}  // namespace

absl::Status MakeBaseImage(const Context& ctx, DockerClient& docker,
                           const ImageRecipe& recipe,
                           const ProxyEnvironment& proxies,
                           Progress& progress) {
  if (recipe.bootstrap.empty()) {
    return BuildFromPublicImage(ctx, docker, recipe, proxies, progress);
  }
  ASSIGN_OR_RETURN(const TemporaryFolder folder,
                   TemporaryFolder::Make("image"));
  // An ordinary user's mmdebstrap works in it as the root of a user namespace,
  // who is another user.
  if (chmod(folder.path().c_str(), 0711) != 0) {
    return ErrnoStatus(errno, absl::StrCat("opening up '", folder.path(), "'"));
  }
  const std::string tar = absl::StrCat(folder.path(), "/base.tar");
  ASSIGN_OR_RETURN(
      const std::string docker_version,
      Bootstrap(ctx, recipe, proxies, folder.path(), tar, progress));
  return Import(ctx, docker, recipe, tar, docker_version, progress);
}

}  // namespace minidcos
