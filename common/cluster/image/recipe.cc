#include "common/cluster/image/recipe.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/embedded_file.h"
#include "common/base/tar.h"
#include "common/cluster/image/distributions.h"
#include "common/cluster/image/image_resources.h"
#include "common/cluster/image/sha256.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::string_view kPackages = "packages";

// Of a hash, in a tag.
constexpr size_t kTagDigits = 12;

std::string ReadPackages(absl::string_view list) {
  std::vector<absl::string_view> packages;
  for (const absl::string_view line :
       absl::StrSplit(list, '\n', absl::SkipWhitespace())) {
    if (!absl::StartsWith(line, "#")) packages.push_back(line);
  }
  return absl::StrJoin(packages, ",");
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

std::vector<std::string> BootstrapCommand(const Distribution& distribution,
                                          absl::string_view packages) {
  std::vector<std::string> command = {
      "mmdebstrap",
      "--verbose",
      "--variant=minbase",
      absl::StrCat("--include=", packages),
      absl::StrCat("--include=", distribution.docker_packages),
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

bool IsProgram(const EmbeddedFile& file) {
  return absl::StrContains(file.path, "/sbin/");
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

absl::StatusOr<ImageRecipe> FindRecipe(absl::string_view distribution) {
  ASSIGN_OR_RETURN(const Distribution* known, FindDistribution(distribution));
  ImageRecipe recipe;
  recipe.distribution = std::string(distribution);
  for (const EmbeddedFile& file : ImageResources()) {
    if (file.path == kPackages) {
      recipe.bootstrap = BootstrapCommand(*known, ReadPackages(file.content));
    } else {
      recipe.context.push_back(file);
    }
  }
  return recipe;
}

ImageName NameBase(const ImageRecipe& recipe) {
  std::vector<absl::string_view> content = {recipe.distribution};
  content.insert(content.end(), recipe.bootstrap.begin(),
                 recipe.bootstrap.end());
  return Name("minidcos/base", recipe, content);
}

ImageName NameImage(const ImageRecipe& recipe) {
  const ImageName base = NameBase(recipe);
  std::vector<absl::string_view> content = {base.hash};
  for (const EmbeddedFile& file : recipe.context) {
    content.push_back(file.path);
    content.push_back(IsProgram(file) ? "program" : "");
    content.push_back(file.content);
  }
  return Name("minidcos/node", recipe, content);
}

absl::StatusOr<std::string> MakeContext(const ImageRecipe& recipe) {
  TarWriter tar;
  std::set<std::string> folders;
  for (const EmbeddedFile& file : recipe.context) {
    AddParents(file.path, folders, tar);
    tar.AddFile(std::string(file.path), file.content,
                IsProgram(file) ? 0755 : 0644);
  }
  return tar.Finish();
}

}  // namespace minidcos
