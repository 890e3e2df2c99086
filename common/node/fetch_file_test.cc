#include "common/node/fetch_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/transfer.h"
#include "common/node/transport.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/local_transport.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

enum class Road { kTar, kEngine };

// Fetches from "there" to "here", two folders of this machine, which is the
// node.
class FetchFileTest : public testing::TestWithParam<Road> {
 protected:
  FetchFileTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "fetch-")),
        transport_(std::make_shared<LocalTransport>()) {
    for (const char* name : {"here", "there"}) AddFolder(name);
    if (GetParam() == Road::kEngine) transport_->set_archive_road(&archives_);
  }
  // However a transfer ends, nothing of ours is left.
  ~FetchFileTest() override {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder_.path())) {
      EXPECT_FALSE(absl::StrContains(entry.path().string(), ".minidcos-"))
          << entry.path();
    }
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }
  void AddFolder(const std::string& name, mode_t mode = 0755) {
    ASSERT_THAT(MakeFolder(Path(name), mode), IsOk());
  }
  void AddFile(const std::string& name, mode_t mode = 0644) {
    ASSERT_THAT(WriteFile(Path(name), name, mode), IsOk());
  }
  std::string Read(const std::string& name) {
    return ReadFile(Path(name)).value_or("not there");
  }
  struct stat Status(const std::string& name) {
    struct stat status = {};
    EXPECT_EQ(lstat(Path(name).c_str(), &status), 0) << name;
    return status;
  }
  absl::Status Fetch(const std::string& source, const std::string& destination,
                     bool force = false) {
    return FetchFile(Context().WithTimeout(absl::Seconds(60)), {{}, transport_},
                     Path(source), Path(destination),
                     {.force = force, .progress = &progress_});
  }

  const ScopedFolder folder_;
  LocalArchives archives_;
  const std::shared_ptr<LocalTransport> transport_;
  RecordingProgress progress_;
};

INSTANTIATE_TEST_SUITE_P(Roads, FetchFileTest,
                         testing::Values(Road::kTar, Road::kEngine),
                         [](const auto& info) {
                           return info.param == Road::kTar ? "Tar" : "Engine";
                         });

TEST_P(FetchFileTest, GivesAFileTheNameOrPutsItIntoTheFolder) {
  AddFile("there/f", 0751);
  EXPECT_THAT(Fetch("there/f", "here/new/deep/name"), IsOk());
  EXPECT_THAT(Fetch("there/f", "here"), IsOk());
  EXPECT_THAT(Fetch("there/f", "here/made/"), IsOk());
  for (const char* name : {"here/new/deep/name", "here/f", "here/made/f"}) {
    EXPECT_EQ(Read(name), "there/f") << name;
    EXPECT_EQ(Status(name).st_mode, S_IFREG | 0751u);
    EXPECT_EQ(Status(name).st_mtime, Status("there/f").st_mtime);
  }
  EXPECT_EQ(archives_.gets(), GetParam() == Road::kEngine ? 3 : 0);
}

TEST_P(FetchFileTest, FetchesAFolderWithItsLinks) {
  AddFolder("there/d", 0710);
  AddFile("there/d/\xff new\nline");
  ASSERT_EQ(symlink("/nowhere", Path("there/d/link").c_str()), 0);
  ASSERT_EQ(mkfifo(Path("there/d/fifo").c_str(), 0600), 0);
  EXPECT_THAT(Fetch("there/d", "here/new"), IsOk());
  EXPECT_THAT(Fetch("there/d/", "here"), IsOk());
  for (const std::string name : {"here/new", "here/d"}) {
    EXPECT_EQ(Read(name + "/\xff new\nline"), "there/d/\xff new\nline");
    EXPECT_EQ(Status(name).st_mode, S_IFDIR | 0710u);
    EXPECT_TRUE(S_ISLNK(Status(name + "/link").st_mode));
    EXPECT_NE(access(Path(name + "/fifo").c_str(), F_OK), 0);
  }
  EXPECT_THAT(progress_.lines(),
              Contains("warn 'fifo' is a special file: it is left out"));
}

TEST_P(FetchFileTest, FollowsALinkThatIsTheSource) {
  AddFile("there/f");
  AddFolder("there/d");
  AddFile("there/d/f");
  ASSERT_EQ(symlink("f", Path("there/link").c_str()), 0);
  ASSERT_EQ(symlink("d", Path("there/folder-link").c_str()), 0);
  EXPECT_THAT(Fetch("there/link", "here"), IsOk());
  EXPECT_THAT(Fetch("there/folder-link", "here"), IsOk());
  EXPECT_TRUE(S_ISREG(Status("here/link").st_mode));
  EXPECT_EQ(Read("here/folder-link/f"), "there/d/f");
}

TEST_P(FetchFileTest, OverwritesOnlyIfTold) {
  AddFile("there/f");
  AddFile("here/f");
  EXPECT_THAT(Fetch("there/f", "here"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("--force")));
  EXPECT_EQ(Read("here/f"), "here/f");
  EXPECT_EQ(archives_.gets(), 0);
  EXPECT_THAT(Fetch("there/f", "here", true), IsOk());
  EXPECT_EQ(Read("here/f"), "there/f");
}

TEST_P(FetchFileTest, MergesIntoAFolderIfTold) {
  AddFolder("there/d");
  AddFile("there/d/f");
  AddFile("there/d/g");
  AddFolder("here/d");
  AddFile("here/d/f");
  AddFile("here/d/other");
  EXPECT_THAT(Fetch("there/d", "here"),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Fetch("there/d", "here", true), IsOk());
  EXPECT_EQ(Read("here/d/f"), "there/d/f");
  EXPECT_EQ(Read("here/d/g"), "there/d/g");
  EXPECT_EQ(Read("here/d/other"), "here/d/other");
  EXPECT_THAT(Fetch("there/d/.", "here", true), IsOk());
  EXPECT_EQ(Read("here/f"), "there/d/f");
}

TEST_P(FetchFileTest, RefusesWhatCannotMeet) {
  AddFolder("there/d");
  AddFile("there/f");
  AddFile("here/d");
  AddFolder("here/f");
  EXPECT_THAT(Fetch("there/d", "here", true),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("it is no folder")));
  EXPECT_THAT(Fetch("there/f", "here", true),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("it is a folder")));
  EXPECT_EQ(archives_.gets(), 0);
}

TEST_P(FetchFileTest, TellsWhatIsNotThere) {
  EXPECT_THAT(Fetch("there/missing", "here"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("master_0: no such file or folder")));
  EXPECT_TRUE(std::filesystem::is_empty(Path("here")));
}

TEST_P(FetchFileTest, TakesFilesAndFoldersOnly) {
  ASSERT_EQ(mkfifo(Path("there/fifo").c_str(), 0600), 0);
  EXPECT_THAT(Fetch("there/fifo", "here"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("special file")));
  EXPECT_THAT(
      FetchFile(Context(), {{}, transport_}, "relative", Path("here"), {}),
      StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(FetchFile(Context(), {{}, transport_}, Path("there"), "", {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// An engine whose archives are not what they should be.
class BadArchives : public LocalArchives {
 public:
  explicit BadArchives(std::function<absl::Status(const OutputSink&)> give)
      : give_(std::move(give)) {}

  absl::Status Get(const Context&, const NodeIdentity&, const std::string&,
                   const OutputSink& sink) override {
    return give_(sink);
  }

 private:
  const std::function<absl::Status(const OutputSink&)> give_;
};

using FetchFileFailureTest = FetchFileTest;

INSTANTIATE_TEST_SUITE_P(Engine, FetchFileFailureTest,
                         testing::Values(Road::kEngine));

TEST_P(FetchFileFailureTest, LeavesNothingOfACutArchive) {
  AddFile("there/f");
  BadArchives archives(
      [](const OutputSink& sink) { return sink(std::string(512, 'x')); });
  transport_->set_archive_road(&archives);
  EXPECT_THAT(Fetch("there/f", "here"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("master_0: ")));
  EXPECT_TRUE(std::filesystem::is_empty(Path("here")));
}

TEST_P(FetchFileFailureTest, PassesOnTheEnginesError) {
  AddFile("there/f");
  BadArchives archives([](const OutputSink&) {
    return absl::UnavailableError("the engine is gone");
  });
  transport_->set_archive_road(&archives);
  EXPECT_THAT(
      Fetch("there/f", "here/new/"),
      StatusIs(absl::StatusCode::kUnavailable, "master_0: the engine is gone"));
  EXPECT_TRUE(std::filesystem::is_empty(Path("here")));
}

}  // namespace
}  // namespace minidcos
