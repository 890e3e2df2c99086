#include "common/cluster/bundle/content.h"

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "common/cluster/bundle/archive_file.h"
#include "common/cluster/bundle/read_bundle.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;

class BundleContentTest : public testing::Test {
 protected:
  // One that gives `text`, then ends with `end`.
  static TextProducer Gives(std::string text, absl::StatusOr<bool> end = true) {
    return [text, end](const Context&, const auto& sink) {
      EXPECT_THAT(sink(text), IsOk());
      return end;
    };
  }

  absl::Status Add(const std::string& file, const TextProducer& produce) {
    return content_.Add(Context(), file, absl::Minutes(1), produce);
  }

  absl::Status AddTar(const std::string& tar) {
    return content_.AddTar(Context(), "n/files/", absl::Minutes(1), Gives(tar));
  }

  std::map<std::string, std::string> Files() {
    EXPECT_THAT(archive_->Finish(), IsOk());
    return ReadBundle(path_);
  }

  const ScopedFolder folder_ = *ScopedFolder::Make("/tmp", "content-test-");
  const std::string path_ = absl::StrCat(folder_.path(), "/a.tgz");
  const std::unique_ptr<ArchiveFile> archive_ =
      *ArchiveFile::Create(path_, false);
  BundleContent content_{"top", *archive_};
};

TEST_F(BundleContentTest, HoldsTextWithoutItsSecrets) {
  ASSERT_THAT(Add("n/a.txt", Gives("a: b\npassword: hunter2")), IsOk());
  EXPECT_THAT(content_.missing(), IsEmpty());
  EXPECT_THAT(Files(),
              ElementsAre(Pair("top/n/a.txt", "a: b\npassword: [redacted]")));
}

TEST_F(BundleContentTest, LeavesOutWhatThereIsNot) {
  ASSERT_THAT(Add("n/a.txt", Gives("", false)), IsOk());
  EXPECT_THAT(content_.missing(), IsEmpty());
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(BundleContentTest, KeepsWhatAFailureLeaves) {
  ASSERT_THAT(Add("n/a.txt", Gives("half", absl::UnavailableError("gone"))),
              IsOk());
  ASSERT_THAT(Add("n/b.txt", Gives("", absl::UnknownError("bad"))), IsOk());
  EXPECT_THAT(content_.missing(), ElementsAre("n/a.txt: gone", "n/b.txt: bad"));
  EXPECT_THAT(Files(), ElementsAre(Pair("top/n/a.txt", "half")));
}

TEST_F(BundleContentTest, LimitsTheTime) {
  ASSERT_THAT(
      content_.Add(Context(), "n/a.txt", absl::Milliseconds(1),
                   [](const Context& ctx, const auto&) -> absl::StatusOr<bool> {
                     return ctx.WaitFor(absl::Minutes(1));
                   }),
      IsOk());
  EXPECT_THAT(content_.missing(), ElementsAre("n/a.txt: timed out"));
}

TEST_F(BundleContentTest, EndsWithTheContext) {
  Cancellation interrupted;
  interrupted.Cancel();
  EXPECT_THAT(content_.Add(Context().WithCancellation(interrupted), "a",
                           absl::Minutes(1), Gives("x")),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(BundleContentTest, HoldsTheTextFilesOfATar) {
  TarWriter tar;
  tar.AddFolder("etc", 0755);
  tar.AddFile("etc/a.conf", "token=abc\n", 0644);
  tar.AddFile("etc/empty", "", 0644);
  tar.AddLink("etc/link", "a.conf");
  ASSERT_THAT(AddTar(*tar.Finish()), IsOk());
  EXPECT_THAT(content_.missing(), IsEmpty());
  EXPECT_THAT(Files(),
              ElementsAre(Pair("top/n/files/etc/a.conf", "token=[redacted]\n"),
                          Pair("top/n/files/etc/empty", "")));
}

TEST_F(BundleContentTest, LeavesOutSecretAndBinaryFiles) {
  TarWriter tar;
  tar.AddFile("etc/auth-token-secret", "hunter2", 0600);
  tar.AddFile("etc/server.key", "hunter2", 0600);
  tar.AddFile("log/wtmp", std::string("a\0b", 3), 0644);
  tar.AddFile("secrets/plain", "hunter2", 0600);
  tar.AddFile("plain", "x", 0644);
  ASSERT_THAT(AddTar(*tar.Finish()), IsOk());
  EXPECT_THAT(content_.missing(),
              ElementsAre(StartsWith("n/files/etc/auth-token-secret: left out"),
                          StartsWith("n/files/etc/server.key: left out"),
                          "n/files/log/wtmp: left out, for it is no text",
                          "n/files/secrets/plain: left out for its name"));
  EXPECT_THAT(Files(), ElementsAre(Pair("top/n/files/plain", "x")));
}

TEST_F(BundleContentTest, DoesNotLetATarLeadAstray) {
  TarWriter tar;
  tar.AddFile("../../up", "x", 0644);
  tar.AddFile("/etc/passwd", "x", 0644);
  tar.AddFile("a/../../b", "x", 0644);
  tar.AddFile("a..b", "y", 0644);
  ASSERT_THAT(AddTar(*tar.Finish()), IsOk());
  EXPECT_THAT(Files(), ElementsAre(Pair("top/n/files/a..b", "y")));
}

TEST_F(BundleContentTest, KeepsWhatABrokenTarHolds) {
  TarWriter tar;
  tar.AddFile("a", "x", 0644);
  tar.AddFile("b", std::string(100000, 'y'), 0644);
  ASSERT_THAT(AddTar(tar.Finish()->substr(0, 50000)), IsOk());
  EXPECT_THAT(content_.missing(),
              testing::Contains(HasSubstr("broken tar archive")));
  EXPECT_EQ(Files()["top/n/files/a"], "x");
}

}  // namespace
}  // namespace minidcos
