#include "common/dcos/config/extra_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/file_tree.h"
#include "common/base/files.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status Refused(const FileTree::Entry& entry, absl::string_view reason) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", entry.path, "' ", reason));
}

absl::Status CheckEntry(const FileTree::Entry& entry) {
  const mode_t mode = entry.status.st_mode;
  if (entry.name.empty() && !S_ISDIR(mode)) {
    return Refused(entry, "is not a folder");
  }
  if (entry.name == "config.yaml") {
    return Refused(entry,
                   "cannot be given: minidcos writes this file itself, and "
                   "--extra-config adds keys to it");
  }
  if (entry.name == "serve") {
    return Refused(entry, "cannot be given: the installer makes this folder");
  }
  if (!S_ISDIR(mode) && !S_ISREG(mode)) {
    return Refused(entry, "is neither a file nor a folder");
  }
  if (access(entry.path.c_str(), R_OK) != 0) {
    return Refused(entry, "cannot be read");
  }
  return absl::OkStatus();
}

absl::Status ForEach(
    const Context& ctx, const std::string& folder,
    const std::function<absl::Status(const FileTree::Entry&)>& use) {
  ASSIGN_OR_RETURN(const std::unique_ptr<FileTree> tree,
                   FileTree::Open(folder, FileTree::Links::kFollow));
  while (true) {
    RETURN_IF_ERROR(ctx.Check());
    const absl::StatusOr<const FileTree::Entry*> entry = tree->Next();
    // All that can be wrong is in the user's own folder.
    if (!entry.ok()) {
      return WithCode(entry.status(), absl::StatusCode::kInvalidArgument);
    }
    if (*entry == nullptr) return absl::OkStatus();
    RETURN_IF_ERROR(CheckEntry(**entry));
    RETURN_IF_ERROR(use(**entry));
  }
}

absl::Status Copy(const FileTree::Entry& entry,
                  const std::string& destination) {
  if (entry.name.empty()) return absl::OkStatus();
  const std::string path = absl::StrCat(destination, "/", entry.name);
  const mode_t mode = entry.status.st_mode & 0777;
  if (S_ISDIR(entry.status.st_mode)) {
    // Files are still to come into it.
    const absl::Status made = MakeFolder(path, mode | 0700);
    return absl::IsAlreadyExists(made) ? absl::OkStatus() : made;
  }
  std::error_code error;
  std::filesystem::copy_file(entry.path, path,
                             std::filesystem::copy_options::overwrite_existing,
                             error);
  if (error) {
    return ErrnoStatus(error.value(),
                       absl::StrCat("copying '", entry.path, "'"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckExtraFiles(const std::string& folder) {
  return ForEach(Context(), folder,
                 [](const FileTree::Entry&) { return absl::OkStatus(); });
}

absl::Status CopyExtraFiles(const Context& ctx, const std::string& folder,
                            const std::string& destination) {
  return ForEach(ctx, folder, [&destination](const FileTree::Entry& entry) {
    return Copy(entry, destination);
  });
}

}  // namespace minidcos
