#include "testing/sample_dcos/genconf/serve.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/base/tar.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/base/digest.h"
#include "testing/sample_dcos/base/put_file.h"
#include "testing/sample_dcos/base/xz.h"
#include "testing/sample_dcos/genconf/node_files.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/wire/json.h"

namespace minidcos::sample {
namespace {

// Copies a file unless it is there.
absl::Status Copy(const std::string& from, const std::string& to) {
  if (std::filesystem::exists(to)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string content, ReadFile(from));
  return PutFile(to, content);
}

// packages/<name>/<name>--<version>.tar.xz
std::string PackagePath(absl::string_view id) {
  const std::vector<absl::string_view> name = absl::StrSplit(id, "--");
  return absl::StrCat("packages/", name[0], "/", id, ".tar.xz");
}

absl::StatusOr<std::string> Pack(const std::vector<NodeFile>& files) {
  TarWriter tar;
  for (const NodeFile& file : files) {
    tar.AddFile(file.path, file.content, file.mode);
  }
  ASSIGN_OR_RETURN(const std::string bytes, tar.Finish());
  return CompressXz(bytes);
}

absl::Status WritePackages(const std::string& artifacts,
                           const std::string& serve,
                           const Resolution& resolution,
                           const std::vector<std::string>& carried) {
  for (const std::string& id : carried) {
    const std::string path = PackagePath(id);
    RETURN_IF_ERROR(Copy(absl::StrCat(artifacts, "/", path),
                         absl::StrCat(serve, "/", path)));
  }
  const std::string version =
      absl::StrCat("--setup_", resolution.arguments.at("config_id"));
  ASSIGN_OR_RETURN(const std::vector<NodeFile> files, ConfigFiles(resolution));
  ASSIGN_OR_RETURN(const std::string config, Pack(files));
  RETURN_IF_ERROR(
      PutFile(absl::StrCat(serve, "/",
                           PackagePath(absl::StrCat("dcos-config", version))),
              config));
  ASSIGN_OR_RETURN(const std::string metadata,
                   Pack(MetadataFiles(resolution.arguments)));
  return PutFile(
      absl::StrCat(serve, "/",
                   PackagePath(absl::StrCat("dcos-metadata", version))),
      metadata);
}

// Package name to its id and file.
std::string PackageTable(const std::vector<std::string>& ids) {
  const std::string members =
      absl::StrJoin(ids, ",", [](std::string* out, const std::string& id) {
        const std::vector<absl::string_view> name = absl::StrSplit(id, "--");
        absl::StrAppend(out, JsonString(name[0]),
                        ":{\"filename\":", JsonString(PackagePath(id)),
                        ",\"id\":", JsonString(id), "}");
      });
  return absl::StrCat(Indent(absl::StrCat("{", members, "}"), 2), "\n");
}

absl::Status CopyBootstrap(const std::string& artifacts,
                           const std::string& serve, const std::string& id) {
  for (const absl::string_view suffix : {".bootstrap.tar.xz", ".active.json"}) {
    const std::string path = absl::StrCat("/bootstrap/", id, suffix);
    RETURN_IF_ERROR(Copy(artifacts + path, serve + path));
  }
  return PutFile(serve + "/bootstrap.latest", id);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> WriteServe(
    const std::string& root, const Resolution& resolution) {
  const Arguments& arguments = resolution.arguments;
  const std::string artifacts = root + "/artifacts";
  const std::string serve = root + "/genconf/serve";
  ASSIGN_OR_RETURN(std::vector<std::string> ids,
                   ParseJsonStrings(arguments.at("package_ids")));
  RETURN_IF_ERROR(WritePackages(artifacts, serve, resolution, ids));
  for (const absl::string_view name : {"dcos-config", "dcos-metadata"}) {
    ids.push_back(absl::StrCat(name, "--setup_", arguments.at("config_id")));
  }
  const std::string list = JsonStrings(ids);
  const std::string list_id = Sha1Hex(list);
  RETURN_IF_ERROR(PutFile(
      absl::StrCat(serve, "/package_lists/", list_id, ".package_list.json"),
      list));
  RETURN_IF_ERROR(PutFile(serve + "/cluster-package-list.latest", list_id));
  RETURN_IF_ERROR(
      PutFile(serve + "/cluster-package-info.json", PackageTable(ids)));
  RETURN_IF_ERROR(
      PutFile(root + "/genconf/cluster_packages.json", PackageTable(ids)));
  RETURN_IF_ERROR(
      CopyBootstrap(artifacts, serve, arguments.at("bootstrap_id")));
  RETURN_IF_ERROR(
      PutFile(serve + "/dcos_install.sh", InstallScript(arguments, list_id)));
  return ids;
}

absl::StatusOr<std::string> WriteUpgradeScript(
    const std::string& root, const Resolution& resolution,
    const std::vector<std::string>& packages, const std::string& from) {
  const std::string path =
      absl::StrCat("/upgrade/", RandomHex(32), "/dcos_node_upgrade.sh");
  RETURN_IF_ERROR(PutFile(absl::StrCat(root, "/genconf/serve", path),
                          UpgradeScript(resolution.arguments, packages, from)));
  return absl::StrCat(resolution.arguments.at("bootstrap_url"), path);
}

}  // namespace minidcos::sample
