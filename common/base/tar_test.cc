#include "common/base/tar.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::SizeIs;

std::string Finish(TarWriter& tar) {
  const auto bytes = tar.Finish();
  EXPECT_THAT(bytes, IsOk());
  return bytes.value_or("");
}

TEST(Tar, ReadsBackWhatWasWritten) {
  const std::string binary("\0\xff\n", 3);
  TarWriter tar;
  tar.AddFolder("root/.ssh", 0700);
  tar.AddFile("root/.ssh/authorized_keys", binary, 0600);
  tar.AddFile("empty", "", 0644);
  tar.AddLink("link", "/some/where");
  const auto entries = ReadTar(Finish(tar));
  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(4));
  EXPECT_EQ((*entries)[0].path, "root/.ssh/");
  EXPECT_EQ((*entries)[0].mode, 0700u);
  EXPECT_EQ((*entries)[1].path, "root/.ssh/authorized_keys");
  EXPECT_EQ((*entries)[1].content, binary);
  EXPECT_EQ((*entries)[1].mode, 0600u);
  EXPECT_EQ((*entries)[2].content, "");
  EXPECT_EQ((*entries)[3].path, "link");
  EXPECT_EQ((*entries)[3].link_target, "/some/where");
}

TEST(Tar, KeepsLongAndForeignNames) {
  const std::string long_path =
      std::string(120, 'a') + "/" + std::string(200, 'b');
  const std::string foreign =
      "gr\xc3\xbc\xc3\x9f"
      "e/\xe2\x82\xac";
  TarWriter tar;
  tar.AddFile(long_path, "1", 0600);
  tar.AddFile(foreign, "2", 0600);
  tar.AddLink("l", foreign);
  const auto entries = ReadTar(Finish(tar));
  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(3));
  EXPECT_EQ((*entries)[0].path, long_path);
  EXPECT_EQ((*entries)[1].path, foreign);
  EXPECT_EQ((*entries)[2].link_target, foreign);
}

TEST(Tar, MakesTheSameBytesOfTheSameEntries) {
  const auto make = [] {
    TarWriter tar;
    tar.AddFolder("d", 0755);
    tar.AddFile("d/f", "content", 0644);
    return Finish(tar);
  };
  EXPECT_EQ(make(), make());
}

TEST(Tar, IsWhatTheProgramTarUnderstands) {
  TarWriter tar;
  tar.AddFile("d/f", "content", 0640);
  tar.AddFile("gr\xc3\xbc\xc3\x9f", "", 0640);
  const auto listing = RunSubprocess(Context(), {"tar", "--utc", "-tvf", "-"},
                                     {.input = Finish(tar)});
  ASSERT_THAT(listing, IsOk());
  EXPECT_EQ(listing->exit_code, 0);
  EXPECT_EQ(listing->stdout_text,
            "-rw-r----- 0/0               7 1970-01-01 00:00 d/f\n"
            "-rw-r----- 0/0               0 1970-01-01 00:00 "
            "gr\\303\\274\\303\\237\n");
  EXPECT_EQ(listing->stderr_text, "");
}

TEST(ReadTar, ReadsWhatTheProgramTarMakes) {
  const auto folder = ScopedFolder::Make(testing::TempDir(), "tar-test-");
  ASSERT_THAT(folder, IsOk());
  ASSERT_THAT(WriteFile(folder->path() + "/f", "content", 0640), IsOk());
  const std::string foreign = "gr\xc3\xbc\xc3\x9f";
  ASSERT_THAT(WriteFile(folder->path() + "/" + foreign, "", 0640), IsOk());
  for (const char* format : {"gnu", "pax", "ustar", "v7"}) {
    const auto tar = RunSubprocess(
        Context(),
        {"tar", "-C", folder->path(), "-H", format, "-c", "f", foreign});
    ASSERT_THAT(tar, IsOk());
    const auto entries = ReadTar(tar->stdout_text);
    ASSERT_THAT(entries, IsOk()) << format;
    ASSERT_THAT(*entries, SizeIs(2));
    EXPECT_EQ((*entries)[0].path, "f");
    EXPECT_EQ((*entries)[0].content, "content");
    EXPECT_EQ((*entries)[1].path, foreign);
  }
}

TEST(ReadTar, DoesNotBelieveASizeThatCannotBe) {
  TarWriter writer;
  writer.AddFile("f", "content", 0600);
  std::string bytes = Finish(writer);
  // The size field of the header: 8 GiB - 1, with the checksum that it needs.
  bytes.replace(124, 11, "77777777777");
  bytes.replace(148, 8, "        ");
  int sum = 0;
  for (int i = 0; i < 512; ++i) sum += static_cast<unsigned char>(bytes[i]);
  bytes.replace(148, 7, absl::StrFormat("%06o", sum) + '\0');
  EXPECT_THAT(ReadTar(bytes), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(ReadTar, ReadsGzip) {
  const auto folder = ScopedFolder::Make(TemporaryDirectory(), "t");
  ASSERT_THAT(folder, IsOk());
  const std::string content(100000, 'x');
  ASSERT_THAT(WriteFile(folder->path() + "/f", content, 0640), IsOk());
  const auto tar =
      RunSubprocess(Context(), {"tar", "-C", folder->path(), "-cz", "f"});
  ASSERT_THAT(tar, IsOk());
  EXPECT_LT(tar->stdout_text.size(), content.size());
  const auto entries = ReadTar(tar->stdout_text);
  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_EQ((*entries)[0].content, content);
  EXPECT_THAT(ReadTar(tar->stdout_text.substr(0, 100)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(ReadTar, ReadsAnEmptyArchive) {
  TarWriter tar;
  EXPECT_THAT(ReadTar(Finish(tar)), IsOkAndHolds(SizeIs(0)));
}

TEST(ReadTar, RefusesWhatIsNoWholeArchive) {
  TarWriter writer;
  writer.AddFile("f", std::string(2000, 'x'), 0600);
  const std::string whole = Finish(writer);
  const std::string cut = whole.substr(0, 1000);
  std::string changed = whole;
  changed[10] ^= 1;  // the checksum is wrong
  for (const std::string& bytes :
       {std::string("garbage"), std::string(5000, 'x'), cut, changed}) {
    EXPECT_THAT(ReadTar(bytes), StatusIs(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace minidcos
