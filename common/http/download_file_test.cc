#include "common/http/download_file.h"

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/http/test_site.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/served_file.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DownloadFileTest : public testing::Test {
 protected:
  DownloadFileTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "download-")),
        site_(file_.Handler()),
        request_({.url = site_.Url("/file"), .path = folder_.path() + "/f"}) {}

  absl::StatusOr<Download> Fetch(const Context& ctx = Context()) {
    const auto step = progress_.Begin("Fetching");
    return DownloadFile(ctx.WithTimeout(absl::Seconds(60)), request_, *step);
  }

  // Fetches from a server that answers with `handler`.
  absl::StatusOr<Download> FetchFrom(HttpHandler handler) {
    Site site(std::move(handler));
    request_.url = site.Url("/file");
    return Fetch();
  }

  std::string Content() { return ReadFile(request_.path).value_or("(none)"); }

  // Names of what is there.
  std::set<std::string> Files() {
    std::set<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_.path())) {
      names.insert(entry.path().filename());
    }
    return names;
  }

  // A run that ends after the file's first `bytes`, as one that is killed does.
  void FetchFirst(size_t bytes) {
    Cancellation interrupted;
    file_.StallNext(bytes);
    std::thread user([&] {
      const Context limit = Context().WithTimeout(absl::Seconds(30));
      std::error_code error;
      while (std::filesystem::file_size(request_.path + ".part", error) !=
             bytes) {
        ASSERT_THAT(limit.WaitFor(absl::Milliseconds(1)), IsOk());
      }
      interrupted.Cancel();
    });
    EXPECT_THAT(Fetch(Context().WithCancellation(interrupted)),
                StatusIs(absl::StatusCode::kCancelled));
    user.join();
  }

  const ScopedFolder folder_;
  ServedFile file_{"0123456789"};
  Site site_;
  DownloadRequest request_;
  RecordingProgress progress_;
};

TEST_F(DownloadFileTest, Fetches) {
  const auto download = Fetch();
  ASSERT_THAT(download, IsOk());
  EXPECT_TRUE(download->changed);
  EXPECT_EQ(download->version, "\"v0\"");
  EXPECT_EQ(Content(), "0123456789");
  EXPECT_THAT(Files(), ElementsAre("f"));
}

TEST_F(DownloadFileTest, FetchesAnEmptyFile) {
  file_.Change("");
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "");
}

TEST_F(DownloadFileTest, FollowsARedirect) {
  EXPECT_THAT(FetchFrom([](HttpExchange& exchange) {
                if (exchange.request().path == "/there") {
                  return exchange.Respond(200, "moved");
                }
                exchange.Respond(302, "no", {{"Location", "/there"}});
              }),
              IsOk());
  EXPECT_EQ(Content(), "moved");
}

TEST_F(DownloadFileTest, UsesTheProxyOfTheEnvironment) {
  setenv("http_proxy", site_.Url("").c_str(), /*overwrite=*/1);
  request_.url = "http://mirror.invalid/file";
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "0123456789");
  setenv("no_proxy", "mirror.invalid", /*overwrite=*/1);
  EXPECT_THAT(Fetch(), StatusIs(absl::StatusCode::kUnavailable));
  unsetenv("http_proxy");
  unsetenv("no_proxy");
}

TEST_F(DownloadFileTest, EndsALoopOfRedirects) {
  EXPECT_THAT(FetchFrom([](HttpExchange& exchange) {
                exchange.Respond(302, "", {{"Location", "/file"}});
              }),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("redirects")));
}

TEST_F(DownloadFileTest, TakesWhatHasNoLength) {
  EXPECT_THAT(FetchFrom([](HttpExchange& exchange) {
                exchange.StartStream(200);
                exchange.Write("by and ");
                exchange.Write("by");
              }),
              IsOk());
  EXPECT_EQ(Content(), "by and by");
}

TEST_F(DownloadFileTest, GoesOnWhereTheConnectionBroke) {
  file_.CutNext(4);
  file_.CutNext(5);
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "0123456789");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 3", "206 from 7"));
}

TEST_F(DownloadFileTest, GoesOnWithDatesToo) {
  file_.UseDates();
  file_.CutNext(4);
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "0123456789");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 3"));
}

TEST_F(DownloadFileTest, WaitsForAServerThatComesBack) {
  file_.CutNext(4);
  file_.FailNext(503);
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "0123456789");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "503", "206 from 3"));
}

TEST_F(DownloadFileTest, GoesOnInAnotherRun) {
  FetchFirst(4);
  EXPECT_THAT(Files(), ElementsAre("f.part", "f.part.from"));
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "0123456789");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 3"));
  EXPECT_THAT(Files(), ElementsAre("f"));
}

TEST_F(DownloadFileTest, FinishesWhatLacksOnlyItsName) {
  FetchFirst(4);
  ASSERT_THAT(WriteFile(request_.path + ".part", "0123456789", 0600), IsOk());
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "0123456789");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 9"));
}

TEST_F(DownloadFileTest, NeverJoinsTwoVersions) {
  FetchFirst(4);
  file_.Change("abcdefghij");
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "abcdefghij");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "200"));
}

TEST_F(DownloadFileTest, NeverJoinsTwoVersionsOfAServerThatIgnoresIfRange) {
  FetchFirst(4);
  file_.IgnoreIfRange();
  file_.Change("abcdefghij");
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "abcdefghij");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 3", "200"));
}

TEST_F(DownloadFileTest, StartsAnewIfThereIsNothingWhereItBroke) {
  FetchFirst(4);
  file_.IgnoreIfRange();
  file_.Change("ab");
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "ab");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "416", "200"));
}

TEST_F(DownloadFileTest, StartsAnewIfTheServerSendsOtherBytes) {
  FetchFirst(4);
  EXPECT_THAT(FetchFrom([](HttpExchange& exchange) {
                // Of another file by its URL: not even asked for.
                EXPECT_EQ(exchange.request().Header("range"), "");
                exchange.Respond(200, "other");
              }),
              IsOk());
  EXPECT_EQ(Content(), "other");
}

TEST_F(DownloadFileTest, RefusesAServerThatLiesAboutRanges) {
  int answers = 0;
  EXPECT_THAT(
      FetchFrom([&](HttpExchange& exchange) {
        if (++answers == 1) {
          return exchange.Hijack(
              "HTTP/1.1 200 OK\r\nETag: \"v\"\r\n"
              "Content-Length: 10\r\n\r\n0123");
        }
        exchange.Respond(206, "6789", {{"Content-Range", "bytes 6-9/10"}});
      }),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("HTTP status 206")));
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(DownloadFileTest, StartsAnewThreeTimesIfTheServerCannotGoOn) {
  file_.UseNoRanges();
  for (int i = 0; i < 3; ++i) file_.CutNext(4);
  EXPECT_THAT(Fetch(), StatusIs(absl::StatusCode::kUnavailable,
                                HasSubstr("keeps breaking")));
  EXPECT_THAT(file_.answers(), ElementsAre("200", "200", "200", "200"));
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "0123456789");
}

TEST_F(DownloadFileTest, StartsAnewWithoutAnyWordForTheVersion) {
  file_.UseNoVersions();
  file_.CutNext(4);
  const auto download = Fetch();
  ASSERT_THAT(download, IsOk());
  EXPECT_EQ(download->version, "");
  EXPECT_EQ(Content(), "0123456789");
  EXPECT_THAT(file_.answers(), ElementsAre("200", "200"));
}

TEST_F(DownloadFileTest, FetchesNothingThatIsThere) {
  ASSERT_THAT(WriteFile(request_.path, "mine", 0600), IsOk());
  request_.version = "\"v0\"";
  const auto download = Fetch();
  ASSERT_THAT(download, IsOk());
  EXPECT_FALSE(download->changed);
  EXPECT_EQ(download->version, "\"v0\"");
  EXPECT_EQ(Content(), "mine");
  EXPECT_THAT(file_.answers(), ElementsAre("304"));
  EXPECT_THAT(Files(), ElementsAre("f"));
}

TEST_F(DownloadFileTest, FetchesAnotherVersion) {
  ASSERT_THAT(WriteFile(request_.path, "mine", 0600), IsOk());
  request_.version = "\"v0\"";
  file_.Change("new");
  const auto download = Fetch();
  ASSERT_THAT(download, IsOk());
  EXPECT_TRUE(download->changed);
  EXPECT_EQ(Content(), "new");
}

TEST_F(DownloadFileTest, TakesOnlyWhatIsFoundGood) {
  ASSERT_THAT(WriteFile(request_.path, "mine", 0600), IsOk());
  std::string checked;
  request_.check = [&](const std::string& path) {
    checked = ReadFile(path).value_or("");
    return absl::DataLossError("not that");
  };
  EXPECT_THAT(Fetch(), StatusIs(absl::StatusCode::kDataLoss, "not that"));
  EXPECT_EQ(checked, "0123456789");
  EXPECT_EQ(Content(), "mine");
  EXPECT_THAT(Files(), ElementsAre("f"));
  request_.check = [](const std::string&) { return absl::OkStatus(); };
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_EQ(Content(), "0123456789");
}

TEST_F(DownloadFileTest, LeavesNothingOfWhatIsNotThere) {
  file_.FailNext(404);
  EXPECT_THAT(Fetch(), StatusIs(absl::StatusCode::kNotFound,
                                "the server answers with HTTP status 404"));
  file_.FailNext(500);
  EXPECT_THAT(Fetch(), StatusIs(absl::StatusCode::kUnavailable,
                                "the server answers with HTTP status 500"));
  EXPECT_THAT(Files(), IsEmpty());
  EXPECT_THAT(file_.answers(), ElementsAre("404", "500"));
}

TEST_F(DownloadFileTest, GivesUpOnAServerThatSaysNothing) {
  request_.patience = absl::Milliseconds(500);
  file_.StallNext(0);
  EXPECT_THAT(Fetch(),
              StatusIs(absl::StatusCode::kUnavailable, "no answer for 500ms"));
  file_.StallNext(4);
  EXPECT_THAT(Fetch(),
              StatusIs(absl::StatusCode::kUnavailable, "no answer for 500ms"));
  // What has come is kept for the next run.
  EXPECT_THAT(Files(), ElementsAre("f.part", "f.part.from"));
}

TEST_F(DownloadFileTest, TellsThatNobodyAnswers) {
  request_.url = "http://127.0.0.1:1/file";
  EXPECT_THAT(Fetch(),
              StatusIs(absl::StatusCode::kUnavailable, "Connection refused"));
  request_.url = "ftp://127.0.0.1/file";
  EXPECT_THAT(Fetch(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Files(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
