#include "common/cluster/bundle/archive_file.h"

#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/cluster/bundle/read_bundle.h"
#include "common/cluster/bundle/spool.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

class ArchiveFileTest : public testing::Test {
 protected:
  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }

  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder_.path()))
      names.push_back(file.path().filename());
    return names;
  }

  static std::unique_ptr<ArchiveFile> Create(const std::string& path,
                                             bool replace = false) {
    auto archive = ArchiveFile::Create(path, replace);
    EXPECT_THAT(archive, IsOk());
    return archive.ok() ? *std::move(archive) : nullptr;
  }

  const ScopedFolder folder_ =
      *ScopedFolder::Make("/tmp", "archive-file-test-");
};

class ArchiveName : public ArchiveFileTest,
                    public testing::WithParamInterface<const char*> {};

TEST_P(ArchiveName, TellsTheCompression) {
  const std::string path = Path(GetParam());
  const auto archive = Create(path);
  ASSERT_THAT(archive->Add("x/a", "hello\n"), IsOk());
  ASSERT_THAT(archive->Add("x/empty", ""), IsOk());
  ASSERT_THAT(archive->Finish(), IsOk());
  EXPECT_THAT(ReadBundle(path),
              ElementsAre(Pair("x/a", "hello\n"), Pair("x/empty", "")));
  const std::string bytes = ReadFile(path).value_or("");
  const bool is_zstd = bytes.substr(0, 4) == "\x28\xb5\x2f\xfd";
  const bool is_gzip = bytes.substr(0, 2) == "\x1f\x8b";
  EXPECT_EQ(is_zstd, absl::string_view(GetParam()).find("zst") !=
                         absl::string_view::npos);
  EXPECT_NE(is_zstd, is_gzip);
}

INSTANTIATE_TEST_SUITE_P(Names, ArchiveName,
                         testing::Values("a.tar.zst", "a.tzst", "a.tar.gz",
                                         "a b.tgz"));

TEST_F(ArchiveFileTest, IsForItsOwnerAlone) {
  const auto archive = Create(Path("a.tgz"));
  ASSERT_THAT(archive->Finish(), IsOk());
  struct stat info;
  ASSERT_EQ(stat(Path("a.tgz").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(ArchiveFileTest, HoldsWhatWasSpooled) {
  const std::string big(3000000, 'x');
  absl::StatusOr<Spool> spool = Spool::Make();
  ASSERT_THAT(spool, IsOk());
  ASSERT_THAT(spool->Append(big), IsOk());
  ASSERT_THAT(spool->Append("end"), IsOk());
  const auto archive = Create(Path("a.tar.zst"));
  ASSERT_THAT(archive->Add("big", *spool), IsOk());
  ASSERT_THAT(archive->Finish(), IsOk());
  EXPECT_EQ(ReadBundle(Path("a.tar.zst"))["big"], big + "end");
}

TEST_F(ArchiveFileTest, LeavesNothingUnlessFinished) {
  {
    const auto archive = Create(Path("a.tgz"));
    ASSERT_THAT(archive->Add("a", "b"), IsOk());
  }
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(ArchiveFileTest, KeepsAFileThatIsThere) {
  ASSERT_THAT(WriteFile(Path("a.tgz"), "mine", 0600), IsOk());
  EXPECT_THAT(ArchiveFile::Create(Path("a.tgz"), false),
              StatusIs(absl::StatusCode::kAlreadyExists,
                       HasSubstr("a.tgz' exists already")));
  const auto late = Create(Path("b.tgz"));
  ASSERT_THAT(WriteFile(Path("b.tgz"), "mine", 0600), IsOk());
  EXPECT_THAT(late->Finish(), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(ReadFile(Path("a.tgz")), IsOkAndHolds("mine"));
  EXPECT_THAT(ReadFile(Path("b.tgz")), IsOkAndHolds("mine"));
}

TEST_F(ArchiveFileTest, ReplacesAFileIfItMay) {
  ASSERT_THAT(WriteFile(Path("a.tgz"), "old", 0644), IsOk());
  {
    const auto archive = Create(Path("a.tgz"), true);
    ASSERT_THAT(archive->Add("a", "new"), IsOk());
    EXPECT_THAT(ReadFile(Path("a.tgz")), IsOkAndHolds("old"));
    ASSERT_THAT(archive->Finish(), IsOk());
  }
  EXPECT_THAT(ReadBundle(Path("a.tgz")), ElementsAre(Pair("a", "new")));
  EXPECT_THAT(Files(), ElementsAre("a.tgz"));
}

TEST_F(ArchiveFileTest, RefusesOtherNamesAndFolders) {
  for (const char* name : {"", "a", "a.tar", "a.zip", "a.zst", "tar.gz"}) {
    EXPECT_THAT(
        CheckArchiveName(name),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(".tgz")));
  }
  EXPECT_THAT(ArchiveFile::Create(Path("no/such/folder/a.tgz"), false),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
