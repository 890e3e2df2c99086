#include "common/node/mount_table.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

struct Mount {
  absl::string_view id;
  absl::string_view parent;
  std::string point;
};

// mountinfo writes space, tab, line feed and backslash as three octal digits.
std::string Unescape(absl::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 3 >= text.size()) {
      bytes.push_back(text[i]);
      continue;
    }
    bytes.push_back(static_cast<char>((text[i + 1] - '0') * 64 +
                                      (text[i + 2] - '0') * 8 +
                                      (text[i + 3] - '0')));
    i += 3;
  }
  return bytes;
}

// proc(5): mount id, parent's id, device, root, mount point, ...
std::vector<Mount> Parse(absl::string_view mountinfo) {
  std::vector<Mount> mounts;
  for (const absl::string_view line : absl::StrSplit(mountinfo, '\n')) {
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ' ');
    if (fields.size() < 5) continue;
    mounts.push_back({fields[0], fields[1], Unescape(fields[4])});
  }
  return mounts;
}

bool IsWithin(absl::string_view path, absl::string_view folder) {
  if (folder == "/") return true;
  return absl::StartsWith(path, folder) &&
         (path.size() == folder.size() || path[folder.size()] == '/');
}

// The mount whose parent is not in the table.
const Mount* FindRoot(const std::vector<Mount>& mounts) {
  for (const Mount& mount : mounts) {
    const bool has_parent = std::any_of(
        mounts.begin(), mounts.end(),
        [&](const Mount& other) { return other.id == mount.parent; });
    if (!has_parent && mount.point == "/") return &mount;
  }
  return nullptr;
}

// Of what is mounted on `mount`, that which one meets first on the way to
// `path`.
const Mount* NextOnTheWay(const std::vector<Mount>& mounts, const Mount& mount,
                          absl::string_view path) {
  const Mount* next = nullptr;
  for (const Mount& child : mounts) {
    if (child.parent == mount.id && IsWithin(path, child.point) &&
        (next == nullptr || child.point.size() < next->point.size())) {
      next = &child;
    }
  }
  return next;
}

// The longest of `configured` that `path` is within.
absl::string_view ConfiguredMount(const std::vector<std::string>& configured,
                                  absl::string_view path) {
  absl::string_view found = "/";
  for (const std::string& point : configured) {
    if (IsWithin(path, point) && point.size() > found.size()) found = point;
  }
  return found;
}

bool Sees(const std::vector<Mount>& mounts,
          const std::vector<std::string>& configured, absl::string_view path) {
  const Mount* mount = FindRoot(mounts);
  if (mount == nullptr) return false;
  while (const Mount* next = NextOnTheWay(mounts, *mount, path)) {
    // One upon another: the engine sees the lower one.
    if (next->point == mount->point) return false;
    mount = next;
  }
  return mount->point == ConfiguredMount(configured, path);
}

}  // namespace

bool EngineSees(absl::string_view mountinfo,
                const std::vector<std::string>& configured,
                absl::string_view path, bool below) {
  const std::vector<Mount> mounts = Parse(mountinfo);
  return Sees(mounts, configured, path) &&
         (!below ||
          std::all_of(mounts.begin(), mounts.end(), [&](const Mount& mount) {
            return !IsWithin(mount.point, path) ||
                   Sees(mounts, configured, mount.point);
          }));
}

}  // namespace minidcos
