#include "common/dcos/installer/installer_cache.h"

#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/file_lock.h"
#include "common/base/files.h"
#include "common/base/sha256.h"
#include "common/base/tar.h"
#include "common/dcos/installer/installer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_server.h"
#include "testing/http_server/served_file.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The content of an installer, which differs by `id`.
std::string InstallerContent(absl::string_view id) {
  TarWriter tar;
  tar.AddFile(absl::StrCat("dcos-genconf.", id, ".tar"), "image", 0644);
  return absl::StrCat("#!/bin/bash\n# variant: None\n#EOF#\n", *tar.Finish());
}

class InstallerCacheTest : public testing::Test {
 protected:
  InstallerCacheTest()
      : cache_(*ScopedFolder::Make(testing::TempDir(), "cache-")) {
    setenv("XDG_CACHE_HOME", (cache_.path() + "/new").c_str(), 1);
    Serve();
  }

  void Serve() {
    server_ = *HttpServer::ListenTcp("127.0.0.1", port_, file_.Handler());
    port_ = server_->port();
  }

  std::string Url() const {
    return absl::StrCat("http://me:secret@127.0.0.1:", port_, "/f.sh");
  }

  absl::StatusOr<Installer> Fetch(const std::string& sha256 = "") {
    return FetchInstaller(Context().WithTimeout(absl::Seconds(60)), Url(),
                          sha256, progress_);
  }

  std::string CachePath(absl::string_view name) {
    return absl::StrCat(*InstallerCacheFolder(), "/", HexSha256(Url()), "/",
                        name);
  }

  const ScopedFolder cache_;
  ServedFile file_{InstallerContent("1-1")};
  int port_ = 0;
  std::unique_ptr<HttpServer> server_;
  RecordingProgress progress_;
};

TEST(InstallerCacheFolder, IsTheUsers) {
  setenv("XDG_CACHE_HOME", "/x", 1);
  EXPECT_THAT(InstallerCacheFolder(), IsOkAndHolds("/x/minidcos/installers"));
  // The specification has relative ones ignored.
  setenv("XDG_CACHE_HOME", "x", 1);
  setenv("HOME", "/h", 1);
  EXPECT_THAT(InstallerCacheFolder(),
              IsOkAndHolds("/h/.cache/minidcos/installers"));
  unsetenv("HOME");
  EXPECT_THAT(InstallerCacheFolder(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("HOME or XDG_CACHE_HOME")));
}

TEST_F(InstallerCacheTest, DownloadsOnceAndAsksThen) {
  for (int i = 0; i < 2; ++i) {
    const auto installer = Fetch();
    ASSERT_THAT(installer, IsOk());
    EXPECT_THAT(ReadFile(installer->path()),
                IsOkAndHolds(InstallerContent("1-1")));
  }
  EXPECT_THAT(file_.answers(), ElementsAre("200", "304"));
}

TEST_F(InstallerCacheTest, ShowsNoPassword) {
  const auto installer = Fetch();
  ASSERT_THAT(installer, IsOk());
  EXPECT_THAT(installer->name(), Not(HasSubstr("secret")));
  EXPECT_THAT(ReadFile(CachePath("url")),
              IsOkAndHolds(absl::StrCat("http://[redacted]@127.0.0.1:", port_,
                                        "/f.sh\n")));
  server_.reset();
  ASSERT_THAT(Fetch(), IsOk());
  EXPECT_THAT(progress_.lines(), Each(Not(HasSubstr("secret"))));
}

TEST_F(InstallerCacheTest, TakesWhatHasChanged) {
  EXPECT_THAT(Fetch(), IsOk());
  file_.Change(InstallerContent("2-2"));
  const auto installer = Fetch();
  ASSERT_THAT(installer, IsOk());
  EXPECT_EQ(installer->payload(), "dcos-genconf.2-2.tar");
}

TEST_F(InstallerCacheTest, ReplacesNoneThatIsInUse) {
  auto in_use = Fetch();
  file_.Change(InstallerContent("2-2"));
  EXPECT_EQ(Fetch()->payload(), "dcos-genconf.1-1.tar");
  EXPECT_THAT(Fetch(HexSha256(InstallerContent("2-2"))),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("another process is using")));
  in_use = absl::CancelledError();
  EXPECT_EQ(Fetch()->payload(), "dcos-genconf.2-2.tar");
}

TEST_F(InstallerCacheTest, DoesWithoutAServerThatIsGone) {
  EXPECT_THAT(Fetch(), IsOk());
  server_.reset();
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(HasSubstr("note cannot download installer"),
                             HasSubstr("Connection refused"))));
}

TEST_F(InstallerCacheTest, TellsThatItCannotBeDownloaded) {
  file_.FailNext(404);
  EXPECT_THAT(Fetch(),
              StatusIs(absl::StatusCode::kNotFound,
                       absl::StrCat("cannot download installer from "
                                    "http://[redacted]@127.0.0.1:",
                                    port_,
                                    "/f.sh: the server answers with HTTP "
                                    "status 404")));
}

TEST_F(InstallerCacheTest, TellsThatItsFolderCannotBeMade) {
  setenv("XDG_CACHE_HOME", "/proc/none", 1);
  EXPECT_THAT(Fetch(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'/proc/none")));
}

TEST_F(InstallerCacheTest, KeepsNothingThatIsNoInstaller) {
  file_.Change("<html>Not found, but with status 200</html>");
  EXPECT_THAT(Fetch(), StatusIs(absl::StatusCode::kInvalidArgument,
                                AllOf(HasSubstr("127.0.0.1"),
                                      HasSubstr("it is no script"))));
  EXPECT_NE(access(CachePath("dcos_generate_config.sh").c_str(), F_OK), 0);
  file_.Change(InstallerContent("1-1"));
  EXPECT_THAT(Fetch(), IsOk());
}

TEST_F(InstallerCacheTest, AsksNobodyAboutAHashThatIsKnown) {
  const std::string hash = HexSha256(InstallerContent("1-1"));
  EXPECT_THAT(Fetch(hash), IsOk());
  EXPECT_THAT(Fetch(hash), IsOk());
  EXPECT_THAT(file_.answers(), ElementsAre("200"));
}

TEST_F(InstallerCacheTest, HashesWhatWasFetchedWithoutOne) {
  EXPECT_THAT(Fetch(), IsOk());
  file_.Change(InstallerContent("2-2"));
  EXPECT_THAT(Fetch(HexSha256(InstallerContent("1-1"))), IsOk());
  EXPECT_THAT(file_.answers(), ElementsAre("200"));
}

TEST_F(InstallerCacheTest, TakesAnotherForAnotherHash) {
  EXPECT_THAT(Fetch(HexSha256(InstallerContent("1-1"))), IsOk());
  file_.Change(InstallerContent("2-2"));
  const auto installer = Fetch(HexSha256(InstallerContent("2-2")));
  ASSERT_THAT(installer, IsOk());
  EXPECT_EQ(installer->payload(), "dcos-genconf.2-2.tar");
}

TEST_F(InstallerCacheTest, KeepsNoneOfAnotherHash) {
  const std::string other(64, '0');
  const auto refused = StatusIs(
      absl::StatusCode::kFailedPrecondition,
      AllOf(HasSubstr(other), HasSubstr(HexSha256(InstallerContent("1-1"))),
            Not(HasSubstr("secret"))));
  EXPECT_THAT(Fetch(other), refused);
  EXPECT_NE(access(CachePath("dcos_generate_config.sh").c_str(), F_OK), 0);
  // Also one that was there, if it is the server's.
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_THAT(Fetch(other), refused);
  EXPECT_NE(access(CachePath("dcos_generate_config.sh").c_str(), F_OK), 0);
}

TEST_F(InstallerCacheTest, LeavesTheDownloadToWhoeverIsAtIt) {
  EXPECT_THAT(Fetch(), IsOk());
  auto lock = LockFile(Context(), CachePath("lock"));
  ASSERT_THAT(lock, IsOk());
  std::optional<absl::StatusOr<Installer>> installer;
  std::thread other([&] { installer = Fetch(); });
  const Context limit = Context().WithTimeout(absl::Seconds(30));
  while (progress_.lines().back() != "update another process is at it") {
    ASSERT_THAT(limit.WaitFor(absl::Milliseconds(1)), IsOk());
  }
  EXPECT_THAT(file_.answers(), ElementsAre("200"));
  lock->Reset();
  other.join();
  EXPECT_THAT(*installer, IsOk());
}

TEST_F(InstallerCacheTest, BeginsAnewWhereACleanHasTakenItsFolder) {
  EXPECT_THAT(Fetch(), IsOk());
  auto lock = LockFile(Context(), CachePath("lock"));
  ASSERT_THAT(lock, IsOk());
  std::optional<absl::StatusOr<Installer>> installer;
  std::thread other([&] { installer = Fetch(); });
  ASSERT_THAT(RemoveTree(CachePath("")), IsOk());
  lock->Reset();
  other.join();
  EXPECT_THAT(*installer, IsOk());
  EXPECT_THAT(file_.answers(), ElementsAre("200", "200"));
}

}  // namespace
}  // namespace minidcos
