// A program "mmdebstrap" of a test's own, found before any other in PATH, with
// a temporary directory of its own. Sets PATH and TMPDIR of this process.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_FAKE_BOOTSTRAP_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_FAKE_BOOTSTRAP_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace minidcos {

class FakeBootstrap {
 public:
  // `script` is for /bin/sh; $target is the path of the tar to write, and
  // $TMPDIR the folder to work in.
  explicit FakeBootstrap(const std::string& script) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/bin");
    std::filesystem::create_directories(temporary());
    const std::string path = folder_ + "/bin/mmdebstrap";
    std::ofstream(path) << "#!/bin/sh\nfor target; do :; done\n"
                        << "echo \"$@\" >>" << folder_ << "/runs\n"
                        << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    setenv("PATH", absl::StrCat(folder_, "/bin:/usr/bin:/bin").c_str(), 1);
    setenv("TMPDIR", temporary().c_str(), 1);
  }

  // Takes the program away again.
  void Remove() {
    std::filesystem::remove(folder_ + "/bin/mmdebstrap");
    setenv("PATH", absl::StrCat(folder_, "/bin").c_str(), 1);
  }

  std::string temporary() const { return folder_ + "/tmp"; }

  // The arguments of each run.
  std::vector<std::string> Runs() const {
    std::vector<std::string> runs;
    std::ifstream file(folder_ + "/runs");
    for (std::string line; std::getline(file, line);) runs.push_back(line);
    return runs;
  }

  // What is left below the temporary directory.
  std::vector<std::string> LeftOver() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(temporary())) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

 private:
  std::string folder_ = ::testing::TempDir() + "/bootstrap";
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_FAKE_BOOTSTRAP_H_
