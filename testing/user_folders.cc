#include "testing/user_folders.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/temporary_folder.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {

UserFolders::UserFolders() {
  setenv("TMPDIR", temporary().c_str(), 1);
  setenv("XDG_RUNTIME_DIR", runtime().c_str(), 1);
}

UserFolders::~UserFolders() {
  unsetenv("TMPDIR");
  unsetenv("XDG_RUNTIME_DIR");
}

std::string UserFolders::MakeAbandoned(absl::string_view purpose) const {
  std::vector<std::string> parts = absl::StrSplit(TemporaryName(purpose), '-');
  parts[3] = "01234567";  // another boot
  std::string path = absl::StrCat(temporary(), "/", absl::StrJoin(parts, "-"));
  EXPECT_THAT(MakeFolder(path, 0700), IsOk());
  return path;
}

}  // namespace minidcos
