#include "common/base/file_tree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using Links = FileTree::Links;

class FileTreeTest : public testing::Test {
 protected:
  FileTreeTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "file-tree-")) {}

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }
  void AddFolder(const std::string& name) {
    ASSERT_THAT(MakeFolder(Path(name), 0755), IsOk());
  }
  void AddFile(const std::string& name) {
    ASSERT_THAT(WriteFile(Path(name), name, 0644), IsOk());
  }
  void AddLink(const std::string& name, const std::string& target) {
    ASSERT_EQ(symlink(target.c_str(), Path(name).c_str()), 0);
  }

  // The names, with "/" after folders and "@" after links.
  absl::StatusOr<std::vector<std::string>> Walk(const std::string& root,
                                                Links links) {
    absl::StatusOr<std::unique_ptr<FileTree>> tree =
        FileTree::Open(Path(root), links);
    if (!tree.ok()) return tree.status();
    std::vector<std::string> names;
    while (true) {
      const auto entry = (*tree)->Next();
      if (!entry.ok()) return entry.status();
      if (*entry == nullptr) return names;
      const mode_t mode = (*entry)->status.st_mode;
      names.push_back(absl::StrCat((*entry)->name, S_ISDIR(mode)   ? "/"
                                                   : S_ISLNK(mode) ? "@"
                                                                   : ""));
    }
  }

  const ScopedFolder folder_;
};

TEST_F(FileTreeTest, GivesFoldersBeforeWhatIsInThem) {
  AddFolder("t");
  AddFolder("t/a");
  AddFile("t/a/f");
  AddFolder("t/a/empty");
  AddFile("t/.hidden");
  const auto names = Walk("t", Links::kKeep);
  ASSERT_THAT(names, IsOk());
  EXPECT_THAT(*names,
              UnorderedElementsAre("/", "a/", "a/f", "a/empty/", ".hidden"));
  EXPECT_EQ(names->front(), "/");
  const auto find = [&](const std::string& name) {
    return std::find(names->begin(), names->end(), name);
  };
  EXPECT_LT(find("a/"), find("a/f"));
}

TEST_F(FileTreeTest, GivesASingleFile) {
  AddFile("f");
  EXPECT_THAT(Walk("f", Links::kFollow), IsOkAndHolds(ElementsAre("")));
}

TEST_F(FileTreeTest, FollowsLinksOrKeepsThem) {
  AddFolder("t");
  AddFolder("elsewhere");
  AddFile("elsewhere/f");
  AddLink("t/folder", "../elsewhere");
  AddLink("t/file", "../elsewhere/f");
  AddLink("root", "t");
  EXPECT_THAT(
      Walk("root", Links::kFollow),
      IsOkAndHolds(UnorderedElementsAre("/", "folder/", "folder/f", "file")));
  EXPECT_THAT(Walk("t", Links::kKeep),
              IsOkAndHolds(UnorderedElementsAre("/", "folder@", "file@")));
  EXPECT_THAT(Walk("root", Links::kKeep), IsOkAndHolds(ElementsAre("@")));
}

TEST_F(FileTreeTest, OpensTheFileItHasGiven) {
  AddFolder("t");
  AddFolder("t/a");
  AddFile("t/a/f");
  const auto tree = FileTree::Open(Path("t"), Links::kKeep);
  ASSERT_THAT(tree, IsOk());
  for (int i = 0; i < 3; ++i) ASSERT_THAT((*tree)->Next(), IsOk());
  const auto fd = (*tree)->OpenFile();
  ASSERT_THAT(fd, IsOk());
  char content[16] = "";
  EXPECT_EQ(read(fd->get(), content, sizeof(content)), 5);
  EXPECT_STREQ(content, "t/a/f");
}

TEST_F(FileTreeTest, RefusesLinksThatLeadBackOrNowhere) {
  AddFolder("back");
  AddFolder("back/a");
  AddLink("back/a/up", "../../back");
  EXPECT_THAT(Walk("back", Links::kFollow),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("back/a/up' is a symbolic link back")));
  AddLink("dangling", "missing");
  EXPECT_THAT(Walk("dangling", Links::kFollow),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("leads to nothing")));
  AddLink("circle", "circle");
  EXPECT_THAT(Walk("circle", Links::kFollow),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("in a circle")));
}

TEST_F(FileTreeTest, FollowsTwoLinksToOneFolder) {
  AddFolder("t");
  AddFolder("one");
  AddLink("t/a", "../one");
  AddLink("t/b", "../one");
  EXPECT_THAT(Walk("t", Links::kFollow),
              IsOkAndHolds(UnorderedElementsAre("/", "a/", "b/")));
}

TEST_F(FileTreeTest, TellsWhatIsMissing) {
  EXPECT_THAT(Walk("missing", Links::kFollow),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("missing'")));
}

}  // namespace
}  // namespace minidcos
