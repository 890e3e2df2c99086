#include "common/base/tree_tar.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Links = FileTree::Links;

// What a tar holds is what the program tar makes of it.
class TreeTarTest : public testing::Test {
 protected:
  TreeTarTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "tree-tar-")) {}

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }
  void AddFile(const std::string& name, const std::string& content,
               mode_t mode) {
    ASSERT_THAT(WriteFile(Path(name), content, mode), IsOk());
  }

  static absl::StatusOr<std::string> ReadAll(TreeTar& tar) {
    std::string all;
    while (true) {
      const absl::StatusOr<std::string> piece = tar.Next();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) return all;
      all += *piece;
    }
  }

  // Extracts a tar of `name` into the folder "out".
  void Extract(const std::string& name, Links links = Links::kKeep) {
    TreeTar tar(Path(name), links);
    const auto bytes = ReadAll(tar);
    ASSERT_THAT(bytes, IsOk());
    ASSERT_THAT(MakeFolder(Path("out"), 0755), IsOk());
    const auto run = RunSubprocess(
        Context(),
        {"tar", "--warning=no-unknown-keyword", "-xpf", "-", "-C", Path("out")},
        {.input = *bytes});
    ASSERT_THAT(run, IsOk());
    ASSERT_EQ(run->exit_code, 0) << run->stderr_text;
    ASSERT_EQ(run->stderr_text, "");
    EXPECT_EQ(access(Path("out/e").c_str(), F_OK), 0);
  }

  struct stat Status(const std::string& name) {
    struct stat status = {};
    EXPECT_EQ(lstat(Path(name).c_str(), &status), 0) << name;
    return status;
  }

  const ScopedFolder folder_;
};

TEST_F(TreeTarTest, KeepsContentModesAndTimes) {
  const std::string binary("\0\xff\n", 3);
  ASSERT_THAT(MakeFolder(Path("t"), 0750), IsOk());
  AddFile("t/f", binary, 04711);
  AddFile("t/empty", "", 0600);
  const timespec times[2] = {{1, 2}, {1700000000, 123456789}};
  ASSERT_EQ(utimensat(AT_FDCWD, Path("t/f").c_str(), times, 0), 0);
  Extract("t");
  EXPECT_THAT(ReadFile(Path("out/d/f")), IsOkAndHolds(binary));
  EXPECT_THAT(ReadFile(Path("out/d/empty")), IsOkAndHolds(""));
  EXPECT_EQ(Status("out/d/f").st_mode, S_IFREG | 04711u);
  EXPECT_EQ(Status("out/d").st_mode, S_IFDIR | 0750u);
  EXPECT_EQ(Status("out/d/f").st_mtim.tv_sec, 1700000000);
  EXPECT_EQ(Status("out/d/f").st_mtim.tv_nsec, 123456789);
}

TEST_F(TreeTarTest, KeepsNamesWhateverTheirBytes) {
  const std::vector<std::string> names = {
      "a b",       "new\nline",  "'\"$(x)`",    "-rf",
      "\xff\xfe ", "gr\xc3\xbc", "back\\slash", std::string(200, 'n')};
  ASSERT_THAT(MakeFolder(Path("t"), 0755), IsOk());
  for (const std::string& name : names) AddFile("t/" + name, name, 0644);
  Extract("t");
  for (const std::string& name : names) {
    EXPECT_THAT(ReadFile(Path("out/d/" + name)), IsOkAndHolds(name));
  }
}

TEST_F(TreeTarTest, TakesLinksAsTold) {
  ASSERT_THAT(MakeFolder(Path("t"), 0755), IsOk());
  AddFile("f", "content", 0644);
  ASSERT_EQ(symlink("../f", Path("t/link").c_str()), 0);
  Extract("t");
  EXPECT_TRUE(S_ISLNK(Status("out/d/link").st_mode));
  ASSERT_THAT(RemoveTree(Path("out")), IsOk());
  Extract("t", Links::kFollow);
  EXPECT_TRUE(S_ISREG(Status("out/d/link").st_mode));
  EXPECT_THAT(ReadFile(Path("out/d/link")), IsOkAndHolds("content"));
}

TEST_F(TreeTarTest, IsOfASingleFileToo) {
  const std::string content(3'000'000, 'x');
  AddFile("f", content, 0644);
  Extract("f");
  EXPECT_THAT(ReadFile(Path("out/d")), IsOkAndHolds(content));
}

TEST_F(TreeTarTest, DoesNotFillHoles) {
  constexpr off_t kSize = off_t{1} << 40;  // 1 TiB
  const int fd = open(Path("f").c_str(), O_CREAT | O_WRONLY, 0644);
  ASSERT_EQ(pwrite(fd, "middle", 6, kSize / 2), 6);
  ASSERT_EQ(ftruncate(fd, kSize), 0);
  close(fd);
  const auto summary = SummarizeTree(Path("f"), Links::kFollow);
  ASSERT_THAT(summary, IsOk());
  EXPECT_TRUE(summary->has_holes);
  EXPECT_LT(summary->bytes, 1 << 20);
  TreeTar tar(Path("f"), Links::kFollow);
  const auto bytes = ReadAll(tar);
  ASSERT_THAT(bytes, IsOk());
  EXPECT_LT(bytes->size(), size_t{1} << 20);
  EXPECT_THAT(*bytes, HasSubstr("middle"));
}

TEST_F(TreeTarTest, KeepsAFileThatIsOneHole) {
  const int fd = open(Path("f").c_str(), O_CREAT | O_WRONLY, 0644);
  ASSERT_EQ(ftruncate(fd, 10 << 20), 0);
  close(fd);
  Extract("f");
  EXPECT_EQ(Status("out/d").st_size, 10 << 20);
  EXPECT_LT(Status("out/d").st_blocks * 512, 1 << 20);
}

TEST_F(TreeTarTest, LeavesSpecialFilesOut) {
  ASSERT_THAT(MakeFolder(Path("t"), 0755), IsOk());
  AddFile("t/f", "12345", 0644);
  ASSERT_EQ(mkfifo(Path("t/fifo").c_str(), 0644), 0);
  const auto summary = SummarizeTree(Path("t"), Links::kFollow);
  ASSERT_THAT(summary, IsOk());
  EXPECT_TRUE(summary->is_folder);
  EXPECT_EQ(summary->bytes, 5);
  EXPECT_FALSE(summary->has_holes);
  EXPECT_THAT(summary->special, ElementsAre(Path("t/fifo")));
  Extract("t");
  EXPECT_NE(access(Path("out/d/fifo").c_str(), F_OK), 0);
  EXPECT_THAT(
      SummarizeTree(Path("t/fifo"), Links::kFollow),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("special file")));
}

class ChangingFile : public TreeTarTest,
                     public testing::WithParamInterface<off_t> {};

TEST_P(ChangingFile, IsAnError) {
  AddFile("f", std::string(1'000'000, 'x'), 0644);
  TreeTar tar(Path("f"), Links::kFollow);
  ASSERT_THAT(tar.Next(), IsOk());
  ASSERT_EQ(truncate(Path("f").c_str(), GetParam()), 0);
  EXPECT_THAT(ReadAll(tar), StatusIs(absl::StatusCode::kFailedPrecondition,
                                     HasSubstr("changed its size")));
}

INSTANTIATE_TEST_SUITE_P(Sizes, ChangingFile,
                         testing::Values(0, 999'999, 1'000'001));

}  // namespace
}  // namespace minidcos
