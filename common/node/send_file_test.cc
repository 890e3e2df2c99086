#include "common/node/send_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

enum class Road { kTar, kEngine };

// Sends from "here" to "there", two folders of this machine, which is the node.
class SendFileTest : public testing::TestWithParam<Road> {
 protected:
  SendFileTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "send-")),
        transport_(std::make_shared<LocalTransport>()) {
    for (const char* name : {"here", "there"}) AddFolder(name);
    if (GetParam() == Road::kEngine) transport_->set_archive_road(&archives_);
  }
  // However a transfer ends, nothing of ours is left on the node.
  ~SendFileTest() override {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder_.path())) {
      EXPECT_FALSE(absl::StrContains(entry.path().string(), ".minidcos-"))
          << entry.path();
    }
    EXPECT_EQ(archives_.puts() > 0,
              GetParam() == Road::kEngine && reached_archive_);
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

  absl::Status Send(const std::string& source, const std::string& destination,
                    SendOptions options = {}) {
    options.progress = &progress_;
    return SendToNodes(Context().WithTimeout(absl::Seconds(60)),
                       {{{}, transport_}}, Path(source), Path(destination),
                       options);
  }
  // One that fails before anything is moved.
  absl::Status SendNothing(const std::string& source,
                           const std::string& destination,
                           SendOptions options = {}) {
    reached_archive_ = false;
    return Send(source, destination, options);
  }

  const ScopedFolder folder_;
  LocalArchives archives_;
  const std::shared_ptr<LocalTransport> transport_;
  RecordingProgress progress_;
  bool reached_archive_ = true;
};

INSTANTIATE_TEST_SUITE_P(Roads, SendFileTest,
                         testing::Values(Road::kTar, Road::kEngine),
                         [](const auto& info) {
                           return info.param == Road::kTar ? "Tar" : "Engine";
                         });

TEST_P(SendFileTest, GivesAFileTheNameOrPutsItIntoTheFolder) {
  AddFile("here/f", 04750);
  EXPECT_THAT(Send("here/f", "there/new/deep/name"), IsOk());
  EXPECT_THAT(Send("here/f", "there"), IsOk());
  EXPECT_THAT(Send("here/f", "there/made/"), IsOk());
  for (const char* name : {"there/new/deep/name", "there/f", "there/made/f"}) {
    EXPECT_EQ(Read(name), "here/f") << name;
    EXPECT_EQ(Status(name).st_mode, S_IFREG | 04750u);
    EXPECT_EQ(Status(name).st_mtim.tv_nsec, Status("here/f").st_mtim.tv_nsec);
  }
}

TEST_P(SendFileTest, SendsAFolderAsCpWould) {
  AddFolder("here/d", 0710);
  AddFolder("here/d/sub");
  AddFile("here/d/sub/f");
  EXPECT_THAT(Send("here/d", "there/new"), IsOk());
  EXPECT_THAT(Send("here/d/", "there"), IsOk());
  EXPECT_EQ(Read("there/new/sub/f"), "here/d/sub/f");
  EXPECT_EQ(Read("there/d/sub/f"), "here/d/sub/f");
  EXPECT_EQ(Status("there/d").st_mode, S_IFDIR | 0710u);
  EXPECT_THAT(Send("here/d/.", "there"), IsOk());
  EXPECT_EQ(Read("there/sub/f"), "here/d/sub/f");
  EXPECT_EQ(Status("there").st_mode, S_IFDIR | 0755u);
}

TEST_P(SendFileTest, MergesIntoAFolderThatIsThere) {
  AddFolder("here/d");
  AddFolder("here/d/both", 0711);
  for (int i = 0; i < 450; ++i) AddFile(absl::StrCat("here/d/both/", i));
  AddFile("here/d/.hidden");
  AddFolder("there/d");
  AddFolder("there/d/both", 0700);
  AddFile("there/d/both/7");
  AddFile("there/d/both/other");
  EXPECT_THAT(Send("here/d", "there"), IsOk());
  EXPECT_EQ(Read("there/d/both/0"), "here/d/both/0");
  EXPECT_EQ(Read("there/d/both/7"), "here/d/both/7");
  EXPECT_EQ(Read("there/d/both/449"), "here/d/both/449");
  EXPECT_EQ(Read("there/d/both/other"), "there/d/both/other");
  EXPECT_EQ(Read("there/d/.hidden"), "here/d/.hidden");
  EXPECT_EQ(Status("there/d/both").st_mode, S_IFDIR | 0700u);
}

TEST_P(SendFileTest, PutsAFileInAnothersPlaceAtOnce) {
  AddFile("here/f");
  AddFile("there/f");
  AddFile("there/linked");
  ASSERT_EQ(symlink("linked", Path("there/link").c_str()), 0);
  const ino_t before = Status("there/f").st_ino;
  EXPECT_THAT(Send("here/f", "there"), IsOk());
  EXPECT_EQ(Read("there/f"), "here/f");
  EXPECT_NE(Status("there/f").st_ino, before);
  EXPECT_THAT(Send("here/f", "there/link"), IsOk());
  EXPECT_TRUE(S_ISLNK(Status("there/link").st_mode));
  EXPECT_EQ(Read("there/linked"), "here/f");
}

TEST_P(SendFileTest, TakesNamesWhateverTheirBytes) {
  const std::vector<std::string> names = {
      "a b", "new\nline\n", "'\"$(x)`", "-rf", "\xff\xfe ", "back\\n", "*?[a]"};
  for (const std::string& name : names) {
    AddFile("here/" + name);
    EXPECT_THAT(Send("here/" + name, "there/" + name + "/"), IsOk());
    EXPECT_EQ(Read("there/" + name + "/" + name), "here/" + name);
    ASSERT_THAT(RemoveTree(Path("there/" + name)), IsOk());
  }
  for (const std::string& name : names) AddFile("there/" + name);
  EXPECT_THAT(Send("here/.", "there"), IsOk());
  for (const std::string& name : names) {
    EXPECT_EQ(Read("there/" + name), "here/" + name);
  }
}

TEST_P(SendFileTest, RefusesWhatCannotMeet) {
  AddFile("here/f");
  AddFolder("here/d");
  AddFolder("here/d/x");
  AddFolder("there/f");
  AddFile("there/d");
  ASSERT_EQ(mkfifo(Path("there/fifo").c_str(), 0600), 0);
  const struct {
    const char* source;
    const char* destination;
    const char* error;
  } kCases[] = {
      {"here/f", "there", "cannot overwrite the folder"},
      {"here/d", "there/d", "which is no folder, with a folder"},
      {"here/f", "there/d/", "is no folder"},
      {"here/f", "there/d/deeper", "is no folder"},
      {"here/f", "there/fifo", "is a special file"},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(
        SendNothing(c.source, c.destination),
        StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(c.error)))
        << c.destination;
  }
  EXPECT_EQ(Read("there/d"), "there/d");
}

TEST_P(SendFileTest, ChangesNothingIfAFolderMeetsAFileDeepInside) {
  AddFolder("here/d");
  AddFile("here/d/a");
  AddFolder("here/d/x");
  AddFolder("there/d");
  AddFile("there/d/x");
  EXPECT_THAT(Send("here/d", "there"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("d/x', which is no folder")));
  EXPECT_EQ(Read("there/d/a"), "not there");
}

TEST_P(SendFileTest, GivesItToTheOwnerAsked) {
  AddFile("here/f");
  EXPECT_THAT(
      Send("here/f", "there", {.owner = absl::StrCat(getuid(), ":", getgid())}),
      IsOk());
  EXPECT_EQ(Status("there/f").st_uid, getuid());
}

TEST_P(SendFileTest, RefusesAnOwnerThatTheNodeDoesNotKnow) {
  AddFile("here/f");
  EXPECT_THAT(SendNothing("here/f", "there", {.owner = "no-such-user"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("no-such-user")));
  EXPECT_EQ(Read("there/f"), "not there");
}

TEST_P(SendFileTest, KeepsLinksIfTold) {
  AddFolder("here/d");
  AddFile("here/f");
  ASSERT_EQ(symlink("../f", Path("here/d/link").c_str()), 0);
  EXPECT_THAT(Send("here/d", "there/followed"), IsOk());
  EXPECT_TRUE(S_ISREG(Status("there/followed/link").st_mode));
  EXPECT_THAT(Send("here/d", "there/kept", {.keep_links = true}), IsOk());
  EXPECT_TRUE(S_ISLNK(Status("there/kept/link").st_mode));
}

TEST_P(SendFileTest, CommitsNothingOfAFileThatChangesItsSize) {
  // Files there say that they have a page.
  EXPECT_THAT(SendToNodes(Context(), {{{}, transport_}},
                          "/sys/class/net/lo/mtu", Path("there/f"), {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("'/sys/class/net/lo/mtu' changed its size")));
  EXPECT_EQ(Read("there/f"), "not there");
}

TEST_P(SendFileTest, AsksNoNodeForWhatIsNotThere) {
  EXPECT_THAT(SendNothing("here/missing", "there"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("missing")));
  AddFile("here/f");
  reached_archive_ = false;
  EXPECT_THAT(SendToNodes(Context(), {{{}, transport_}}, Path("here/f"),
                          "relative", {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(SendFileTest, WarnsOfSpecialFiles) {
  AddFolder("here/d");
  ASSERT_EQ(mkfifo(Path("here/d/fifo").c_str(), 0600), 0);
  EXPECT_THAT(Send("here/d", "there"), IsOk());
  EXPECT_THAT(progress_.lines(),
              Contains(absl::StrCat("warn '", Path("here/d/fifo"),
                                    "' is a special file: it is left out")));
}

class BrokenTransport : public Transport {
 public:
  Limits limits() const override {
    return {.line = SIZE_MAX, .utf8 = false, .carries_environment = true};
  }
  absl::StatusOr<std::unique_ptr<RemoteProgram>> Start(
      const Context&, const NodeIdentity&, const ProgramStart&) override {
    return absl::FailedPreconditionError("it does not run");
  }
};

TEST_P(SendFileTest, GoesToTheOtherNodesIfOneFails) {
  AddFile("here/f");
  const auto broken = std::make_shared<BrokenTransport>();
  const std::vector<NodeFiles> nodes = {
      {{.role = NodeRole::kAgent, .index = 0}, broken},
      {{.role = NodeRole::kAgent, .index = 1}, transport_},
      {{.role = NodeRole::kAgent, .index = 2}, broken}};
  EXPECT_THAT(SendToNodes(Context(), nodes, Path("here/f"), Path("there/"),
                          {.progress = &progress_}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "agent_0: it does not run"));
  EXPECT_THAT(progress_.lines(), Contains("warn agent_2: it does not run"));
  EXPECT_EQ(Read("there/f"), "here/f");
}

}  // namespace
}  // namespace minidcos
