#include "common/cluster/image/recipe.h"

#include <unistd.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/embedded_file.h"
#include "common/base/find_program.h"
#include "common/base/tar.h"
#include "common/cluster/image/distributions.h"
#include "common/cluster/image/docker_release.h"
#include "common/cluster/image/docker_version.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/image_resources.h"
#include "common/cluster/image/sha256.h"
#include "common/cluster/image/storage_drivers.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Of a hash, in a tag.
constexpr size_t kTagDigits = 12;

// What makes a root file system of Debian, and the keys that its archive is
// signed with.
constexpr char kMmdebstrap[] = "mmdebstrap";
constexpr char kDebianKeyring[] =
    "/usr/share/keyrings/debian-archive-keyring.gpg";

bool UsesMmdebstrap(const Distribution& distribution, const std::string& base) {
  if (base != "auto") return base == kMmdebstrap;
  return !distribution.suite.empty() && FindProgram(kMmdebstrap).ok() &&
         access(kDebianKeyring, R_OK) == 0;
}

absl::string_view Resource(absl::string_view path) {
  for (const EmbeddedFile& file : ImageResources()) {
    if (file.path == path) return file.content;
  }
  return "";
}

// The files below the folder `from`, which ends in '/' or is empty, below `to`.
std::vector<RecipeFile> ResourcesBelow(absl::string_view from,
                                       absl::string_view to) {
  std::vector<RecipeFile> files;
  for (const EmbeddedFile& file : ImageResources()) {
    absl::string_view path = file.path;
    if (!absl::ConsumePrefix(&path, from)) continue;
    files.push_back({absl::StrCat(to, path), std::string(file.content)});
  }
  return files;
}

std::vector<std::string> Packages(const Distribution& distribution,
                                  bool with_docker) {
  std::vector<std::string> packages;
  for (const absl::string_view line : absl::StrSplit(
           Resource(distribution.packages), '\n', absl::SkipWhitespace())) {
    if (!absl::StartsWith(line, "#")) packages.emplace_back(line);
  }
  for (const absl::string_view package :
       absl::StrSplit(distribution.docker_packages, ',', absl::SkipEmpty())) {
    if (with_docker) packages.emplace_back(package);
  }
  return packages;
}

// A merged /usr, as DC/OS's absolute paths want it, without the perl that the
// package usrmerge depends on.
std::vector<std::string> MergeUsr(const Distribution& distribution) {
  const std::string hooks = "/usr/share/mmdebstrap/hooks/merged-usr";
  if (distribution.has_usr_is_merged) {
    return {"--include=usr-is-merged", absl::StrCat("--hook-dir=", hooks)};
  }
  // The hook leaves a package of that name, for another hook to replace.
  return {absl::StrCat("--setup-hook=", hooks, "/setup00.sh"),
          "--essential-hook=chroot \"$1\" dpkg --purge usr-is-merged"};
}

std::vector<std::string> BootstrapCommand(
    const Distribution& distribution,
    const std::vector<std::string>& packages) {
  std::vector<std::string> command = {
      kMmdebstrap, "--verbose", "--variant=minbase",
      absl::StrCat("--include=", absl::StrJoin(packages, ",")),
      "--aptopt=Acquire::Languages \"none\""};
  for (std::string& option : MergeUsr(distribution)) {
    command.push_back(std::move(option));
  }
  // A node is not read about, and runs one version of Docker's runtime.
  for (const char* unused :
       {"/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*",
        "/usr/bin/dnet", "/usr/sbin/ovrouter", "/usr/bin/containerd-shim",
        "/usr/bin/containerd-shim-runc-v1"}) {
    command.push_back(absl::StrCat("--dpkgopt=path-exclude=", unused));
  }
  // No mirror after the suite: mmdebstrap then takes Debian's own, with its
  // updates and security fixes. The sources of this machine may be those of
  // another distribution, or unreachable from a node.
  command.push_back(std::string(distribution.suite));
  return command;
}

void ChooseBase(const ImageSources& sources, const Distribution& distribution,
                const std::vector<std::string>& packages, ImageRecipe& recipe) {
  if (UsesMmdebstrap(distribution, sources.base)) {
    recipe.bootstrap = BootstrapCommand(distribution, packages);
    recipe.debian_mirror = sources.debian_mirror;
    return;
  }
  const std::string& registry = sources.registry;
  recipe.public_image = absl::StrCat(registry, registry.empty() ? "" : "/",
                                     distribution.public_image);
  recipe.packages = absl::StrJoin(packages, " ");
  recipe.base_context = ResourcesBelow("registry/", "");
}

// Docker's own release: the units that the distribution's package would bring,
// and a storage driver that it has.
void AddRelease(const DockerVersion& version, ImageRecipe& recipe) {
  std::vector<RecipeFile> files = ResourcesBelow("release/", "rootfs/");
  if (version.major == 1) {
    for (RecipeFile& file : ResourcesBelow("release-1/", "rootfs/")) {
      files.push_back(std::move(file));
    }
  }
  for (RecipeFile& file : recipe.context) {
    if (file.path != "rootfs/etc/docker/daemon.json") continue;
    absl::StrReplaceAll({{"overlay2", OverlayDriver(version)}}, &file.content);
  }
  recipe.context.insert(recipe.context.end(), files.begin(), files.end());
}

bool IsProgram(const RecipeFile& file) {
  return absl::StrContains(file.path, "/sbin/") ||
         absl::StrContains(file.path, "/bin/");
}

void AddFiles(const std::vector<RecipeFile>& files,
              std::vector<absl::string_view>& content) {
  for (const RecipeFile& file : files) {
    content.push_back(file.path);
    content.push_back(IsProgram(file) ? "program" : "");
    content.push_back(file.content);
  }
}

ImageName Name(absl::string_view repository, const ImageRecipe& recipe,
               const std::vector<absl::string_view>& content) {
  ImageName name;
  name.hash = Sha256Hex(content);
  name.reference = absl::StrCat(repository, ":", recipe.distribution, "-",
                                name.hash.substr(0, kTagDigits));
  return name;
}

// The engine makes a folder that the tar only implies with permissions of its
// own, and COPY passes those on.
void AddParents(absl::string_view path, std::set<std::string>& made,
                TarWriter& tar) {
  for (size_t slash = path.find('/'); slash != absl::string_view::npos;
       slash = path.find('/', slash + 1)) {
    const std::string folder(path.substr(0, slash));
    if (made.insert(folder).second) tar.AddFolder(folder, 0755);
  }
}

}  // namespace

absl::StatusOr<ImageRecipe> FindRecipe(const ImageOptions& options) {
  RETURN_IF_ERROR(CheckImageOptions(options));
  ASSIGN_OR_RETURN(const Distribution* distribution,
                   FindDistribution(options.distribution));
  ImageRecipe recipe;
  recipe.distribution = options.distribution;
  recipe.context = {{"Dockerfile", std::string(Resource("Dockerfile"))},
                    {"setup", std::string(Resource("setup"))}};
  for (RecipeFile& file : ResourcesBelow("rootfs/", "rootfs/")) {
    recipe.context.push_back(std::move(file));
  }
  std::string version = options.docker_version;
  if (version.empty() && distribution->docker_packages.empty()) {
    version = std::string(distribution->docker_version);
  }
  if (!version.empty() && version != kDistributionsDocker) {
    ASSIGN_OR_RETURN(const DockerVersion numbers, ParseDockerVersion(version));
    recipe.docker_version = version;
    recipe.docker_url =
        DockerReleaseUrl(version, options.sources.docker_archives);
    AddRelease(numbers, recipe);
  }
  ChooseBase(options.sources, *distribution,
             Packages(*distribution, recipe.docker_url.empty()), recipe);
  return recipe;
}

absl::StatusOr<ImageRecipe> FindRecipeOf(
    const ImageSources& sources, const std::string& repository,
    const std::vector<std::string>& packages, std::vector<RecipeFile> context) {
  const ImageOptions options = {.sources = sources};
  RETURN_IF_ERROR(CheckImageOptions(options));
  ASSIGN_OR_RETURN(const Distribution* distribution,
                   FindDistribution(options.distribution));
  ImageRecipe recipe = {.distribution = options.distribution,
                        .context = std::move(context),
                        .repository = repository};
  ChooseBase(sources, *distribution, packages, recipe);
  return recipe;
}

ImageName NameBase(const ImageRecipe& recipe) {
  std::vector<absl::string_view> content = {
      recipe.distribution, recipe.debian_mirror, recipe.public_image,
      recipe.packages};
  content.insert(content.end(), recipe.bootstrap.begin(),
                 recipe.bootstrap.end());
  AddFiles(recipe.base_context, content);
  return Name(kBaseRepository, recipe, content);
}

ImageName NameImage(const ImageRecipe& recipe) {
  const ImageName base = NameBase(recipe);
  std::vector<absl::string_view> content = {base.hash, recipe.docker_version,
                                            recipe.docker_url};
  AddFiles(recipe.context, content);
  return Name(recipe.repository, recipe, content);
}

absl::StatusOr<std::string> MakeContext(const std::vector<RecipeFile>& files) {
  TarWriter tar;
  std::set<std::string> folders;
  for (const RecipeFile& file : files) {
    AddParents(file.path, folders, tar);
    tar.AddFile(file.path, file.content, IsProgram(file) ? 0755 : 0644);
  }
  return tar.Finish();
}

}  // namespace minidcos
