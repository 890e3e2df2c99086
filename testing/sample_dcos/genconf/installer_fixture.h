// The installer in a folder like its image's, for tests.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_INSTALLER_FIXTURE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_INSTALLER_FIXTURE_H_

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/genconf/command_line.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {

inline constexpr char kIpDetect[] =
    "#!/bin/sh\n# \xff any bytes\necho 10.0.0.1\n";

inline std::string Config(const std::string& masters) {
  return absl::StrCat(
      "bootstrap_url: \"file:///it's here\"\ncluster_name: DCOS\n"
      "check_time: 'false'\nexhibitor_storage_backend: static\n"
      "master_discovery: static\nmaster_list: ",
      masters, "\n");
}

// The installer in a folder like its image's.
class Installer : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* folder :
         {"genconf", "artifacts/bootstrap", "artifacts/packages/mesos"}) {
      std::filesystem::create_directories(Path(folder));
    }
    Write("artifacts/bootstrap/b007.bootstrap.tar.xz", "bootstrap");
    Write("artifacts/bootstrap/b007.active.json", "[]");
    Write("artifacts/packages/mesos/mesos--1.tar.xz", "mesos");
    Write("genconf/ip-detect", kIpDetect);
  }

  std::string Path(const std::string& path) const {
    return absl::StrCat(folder_->path(), "/", path);
  }
  void Write(const std::string& path, const std::string& content) {
    ASSERT_THAT(WriteFile(Path(path), content, 0644), IsOk());
  }
  std::string Read(const std::string& path) {
    return ReadFile(Path(path)).value_or("no such file");
  }
  int Run(const std::vector<std::string>& arguments) {
    out_.str("");
    err_.str("");
    return RunInstaller(arguments, folder_->path(), release_,
                        {.in = in_, .out = out_, .err = err_});
  }

  Release release_ = {.version = "2.1.0-sample",
                      .image_commit = "c0ffee",
                      .bootstrap_id = "b007",
                      .variant = "",
                      .package_ids = {"mesos--1"}};
  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "installer-");
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_INSTALLER_FIXTURE_H_
