#include "common/base/extract_tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
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
using ::testing::IsEmpty;

// An entry as only a hostile node would send it.
struct Entry {
  std::string name;
  unsigned int type = AE_IFREG;
  std::string content = "";
  std::string symlink = "";
  std::string hardlink = "";
};

std::string MakeTar(const std::vector<Entry>& entries) {
  std::string bytes(1 << 16, '\0');
  size_t size = 0;
  archive* tar = archive_write_new();
  archive_write_set_format_gnutar(tar);
  archive_write_open_memory(tar, bytes.data(), bytes.size(), &size);
  for (const Entry& e : entries) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, e.name.c_str());
    archive_entry_set_filetype(entry, e.type);
    archive_entry_set_perm(entry, 0755);
    archive_entry_set_size(entry, static_cast<la_int64_t>(e.content.size()));
    if (!e.symlink.empty()) archive_entry_set_symlink(entry, e.symlink.c_str());
    if (!e.hardlink.empty()) {
      archive_entry_set_hardlink(entry, e.hardlink.c_str());
    }
    EXPECT_EQ(archive_write_header(tar, entry), ARCHIVE_OK) << e.name;
    archive_write_data(tar, e.content.data(), e.content.size());
    archive_entry_free(entry);
  }
  archive_write_close(tar);
  archive_write_free(tar);
  bytes.resize(size);
  return bytes;
}

// Small, so that nothing comes in one.
TarPieces PiecesOf(const std::string& bytes, size_t size = 1000) {
  return [bytes, size, at = size_t{0}]() mutable {
    const std::string piece = bytes.substr(at, size);
    at += piece.size();
    return piece;
  };
}

// Extracts into "base/target" of a folder of its own.
class ExtractTarTest : public testing::Test {
 protected:
  ExtractTarTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "extract-")) {
    EXPECT_THAT(MakeFolder(Path("base"), 0755), IsOk());
    EXPECT_THAT(WriteFile(Path("outside"), "untouched", 0600), IsOk());
  }
  // Nothing gets out, whatever a test has extracted.
  ~ExtractTarTest() override {
    EXPECT_EQ(Read("outside"), "untouched");
    EXPECT_EQ(Status("outside").st_nlink, 1u);
    EXPECT_EQ(Read("escaped"), "not there");
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }
  std::string Read(const std::string& name) {
    return ReadFile(Path(name)).value_or("not there");
  }
  struct stat Status(const std::string& name) {
    struct stat status = {};
    EXPECT_EQ(lstat(Path(name).c_str(), &status), 0) << name;
    return status;
  }
  absl::StatusOr<std::vector<std::string>> Extract(const std::string& bytes,
                                                   bool is_folder = true) {
    return ExtractTar(PiecesOf(bytes), Path("base/target"),
                      {.is_folder = is_folder});
  }

  const ScopedFolder folder_;
};

TEST_F(ExtractTarTest, MakesWhatTheProgramTarHasPacked) {
  const std::string odd = "\xff new\nline";
  ASSERT_THAT(MakeFolder(Path("t"), 0750), IsOk());
  ASSERT_THAT(MakeFolder(Path("t/closed"), 0755), IsOk());
  ASSERT_THAT(WriteFile(Path("t/f"), std::string(5000, 'x'), 0711), IsOk());
  ASSERT_THAT(WriteFile(Path("t/closed/" + odd), "odd", 0400), IsOk());
  ASSERT_EQ(chmod(Path("t/closed").c_str(), 0555), 0);
  ASSERT_EQ(symlink("/nowhere", Path("t/link").c_str()), 0);
  ASSERT_EQ(link(Path("t/f").c_str(), Path("t/hard").c_str()), 0);
  for (const char* format : {"gnu", "pax"}) {
    const auto tar = RunSubprocess(
        Context(), {"tar", "-C", Path("t"), "-H", format, "-c", "."});
    ASSERT_THAT(tar, IsOk());
    ASSERT_THAT(Extract(tar->stdout_text), IsOkAndHolds(IsEmpty())) << format;
    EXPECT_EQ(Read("base/target/f"), std::string(5000, 'x'));
    EXPECT_EQ(Read("base/target/hard"), std::string(5000, 'x'));
    EXPECT_EQ(Read("base/target/closed/" + odd), "odd") << format;
    EXPECT_EQ(Status("base/target").st_mode, S_IFDIR | 0750u);
    EXPECT_EQ(Status("base/target/closed").st_mode, S_IFDIR | 0555u);
    EXPECT_EQ(Status("base/target/f").st_mode, S_IFREG | 0711u);
    EXPECT_EQ(Status("base/target/f").st_mtim.tv_sec,
              Status("t/f").st_mtim.tv_sec);
    EXPECT_TRUE(S_ISLNK(Status("base/target/link").st_mode));
    ASSERT_EQ(chmod(Path("base/target/closed").c_str(), 0755), 0);
    ASSERT_THAT(RemoveTree(Path("base/target")), IsOk());
  }
}

TEST_F(ExtractTarTest, MakesAFileOfWhateverName) {
  EXPECT_THAT(Extract(MakeTar({{"../../escaped", AE_IFREG, "content"}}), false),
              IsOkAndHolds(IsEmpty()));
  EXPECT_EQ(Read("base/target"), "content");
}

TEST_F(ExtractTarTest, MakesHolesOfZeros) {
  const std::string zeros =
      MakeTar({{"f", AE_IFREG, std::string(40'000, '\0')}});
  ASSERT_THAT(ExtractTar(PiecesOf(zeros, 512), Path("base/target"), {}),
              IsOkAndHolds(IsEmpty()));
  EXPECT_EQ(Read("base/target"), std::string(40'000, '\0'));
  EXPECT_EQ(Status("base/target").st_blocks, 0);
}

TEST_F(ExtractTarTest, TellsOfSpecialFiles) {
  EXPECT_THAT(Extract(MakeTar({{"./", AE_IFDIR},
                               {"./a", AE_IFDIR},
                               {"./a/fifo", AE_IFIFO},
                               {"./device", AE_IFCHR}})),
              IsOkAndHolds(ElementsAre("a/fifo", "device")));
  EXPECT_NE(access(Path("base/target/a/fifo").c_str(), F_OK), 0);
}

struct Hostile {
  const char* what;
  std::vector<Entry> entries;
};

class HostileTar : public ExtractTarTest,
                   public testing::WithParamInterface<Hostile> {};

TEST_P(HostileTar, IsRefused) {
  EXPECT_FALSE(Extract(MakeTar(GetParam().entries)).ok());
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, HostileTar,
    testing::Values(
        Hostile{"Parent", {{"./", AE_IFDIR}, {"./../escaped"}}},
        Hostile{"ParentInside", {{"./", AE_IFDIR}, {"./a/../../../escaped"}}},
        Hostile{"Absolute", {{"./", AE_IFDIR}, {"/tmp/minidcos-escaped"}}},
        Hostile{"AbsoluteInside", {{"./", AE_IFDIR}, {".//tmp/x"}}},
        Hostile{"OtherTop", {{"./", AE_IFDIR}, {"other/f"}}},
        Hostile{"ThroughALink",
                {{"./", AE_IFDIR},
                 {"./l", AE_IFLNK, "", "../.."},
                 {"./l/escaped", AE_IFREG, "x"}}},
        Hostile{"HardLinkOut",
                {{"./", AE_IFDIR}, {"./h", AE_IFREG, "", "", "../../outside"}}},
        Hostile{"HardLinkThroughALink",
                {{"./", AE_IFDIR},
                 {"./l", AE_IFLNK, "", "../.."},
                 {"./h", AE_IFREG, "", "", "./l/outside"}}},
        Hostile{"TopIsALink", {{"./", AE_IFLNK, "", "../.."}}},
        Hostile{"NoTop", {{"./f", AE_IFREG, "x"}}}, Hostile{"Nothing", {}}),
    [](const auto& info) { return info.param.what; });

TEST_F(ExtractTarTest, ReplacesALinkInsteadOfWritingThroughIt) {
  EXPECT_THAT(Extract(MakeTar({{"./", AE_IFDIR},
                               {"./l", AE_IFLNK, "", "../../outside"},
                               {"./l", AE_IFREG, "x"}})),
              IsOk());
  EXPECT_EQ(Read("base/target/l"), "x");
}

TEST_F(ExtractTarTest, RefusesMoreThanTheOneFile) {
  EXPECT_THAT(Extract(MakeTar({{"a"}, {"b"}}), false),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Extract(MakeTar({{"a", AE_IFLNK, "", "../outside"}}), false),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ExtractTarTest, TakesNoPartForTheWhole) {
  const std::string whole = MakeTar(
      {{"./", AE_IFDIR}, {"./a", AE_IFREG, "1"}, {"./b", AE_IFREG, "2"}});
  // Between two entries, in one, before the end's second block.
  for (const size_t size : {512 * 3, 512 * 3 + 100, 512 * 6}) {
    EXPECT_THAT(Extract(whole.substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss))
        << size;
    ASSERT_THAT(RemoveTree(Path("base/target")), IsOk());
  }
}

TEST_F(ExtractTarTest, PassesOnTheErrorOfItsSource) {
  const TarPieces broken = [] {
    return absl::StatusOr<std::string>(absl::UnavailableError("node is gone"));
  };
  EXPECT_THAT(ExtractTar(broken, Path("base/target"), {.is_folder = true}),
              StatusIs(absl::StatusCode::kUnavailable, "node is gone"));
}

}  // namespace
}  // namespace minidcos
