// A checkout of DC/OS for tests, as far as it matters to us.

#ifndef MINIDCOS_COMMON_DCOS_SYNC_FAKE_CHECKOUT_H_
#define MINIDCOS_COMMON_DCOS_SYNC_FAKE_CHECKOUT_H_

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {

// Removed with its scope.
class FakeCheckout {
 public:
  FakeCheckout() : folder_(*ScopedFolder::Make(testing::TempDir(), "dcos-")) {
    Write(Tests("conftest.py"), "");
    Write(Bootstrap("__init__.py"), "");
  }

  const std::string& path() const { return folder_.path(); }

  // The names, below the checkout, of files in its two folders.
  static std::string Tests(absl::string_view name) {
    return absl::StrCat("packages/dcos-integration-test/extra/", name);
  }
  static std::string Bootstrap(absl::string_view name) {
    return absl::StrCat("packages/bootstrap/extra/dcos_internal_utils/", name);
  }

  // Writes the file `name`, and the folders on the way to it.
  void Write(const std::string& name, absl::string_view content) {
    const std::filesystem::path file = absl::StrCat(path(), "/", name);
    std::filesystem::create_directories(file.parent_path());
    EXPECT_THAT(WriteFile(file.string(), content, 0600), IsOk());
  }

  void Remove(const std::string& name) {
    EXPECT_THAT(RemoveTree(absl::StrCat(path(), "/", name)), IsOk());
  }

  void MakeEnterprise() { Write("packages/upstream.json", "{}"); }

 private:
  const ScopedFolder folder_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_SYNC_FAKE_CHECKOUT_H_
