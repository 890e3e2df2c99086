#include "common/base/move_tree.h"

#include <stdio.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/base/rename_to_new.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

// `renamed` is what rename() has returned.
absl::Status Renamed(int renamed, const std::string& to) {
  if (renamed == 0) return absl::OkStatus();
  return ErrnoStatus(errno, absl::StrCat("'", to, "'"));
}

absl::Status Check(const std::string& from, const std::string& to) {
  std::error_code none;
  const fs::file_status there = fs::symlink_status(to, none);
  if (!fs::exists(there)) return absl::OkStatus();
  if (fs::is_directory(fs::symlink_status(from, none)) ==
      fs::is_directory(there)) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      fs::is_directory(there)
          ? absl::StrCat("cannot overwrite the folder '", to, "' with a file")
          : absl::StrCat("cannot overwrite '", to,
                         "', which is no folder, with a folder"));
}

// Calls `visit` for whatever meets something of its name, folders first, and
// for the rest of what is in folders that are in both.
template <typename Visit>
absl::Status ForEachMove(const std::string& from, const std::string& to,
                         const Visit& visit) {
  RETURN_IF_ERROR(Check(from, to));
  std::error_code error;
  if (!fs::is_directory(fs::symlink_status(from, error)) ||
      !fs::is_directory(fs::symlink_status(to, error))) {
    return visit(from, to);
  }
  for (fs::directory_iterator entry(from, error), end; entry != end;
       entry.increment(error)) {
    if (error) break;
    RETURN_IF_ERROR(ForEachMove(
        entry->path().string(),
        absl::StrCat(to, "/", entry->path().filename().string()), visit));
  }
  if (error) return ErrnoStatus(error.value(), absl::StrCat("'", from, "'"));
  return absl::OkStatus();
}

}  // namespace

absl::Status MoveTree(const std::string& from, const std::string& to,
                      bool overwrite) {
  if (!overwrite) return Renamed(RenameToNew(from.c_str(), to.c_str()), to);
  RETURN_IF_ERROR(ForEachMove(
      from, to,
      [](const std::string&, const std::string&) { return absl::OkStatus(); }));
  return ForEachMove(from, to, [](const std::string& a, const std::string& b) {
    return Renamed(rename(a.c_str(), b.c_str()), b);
  });
}

}  // namespace minidcos
