#include "common/http/fetch_url.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int64_t kEnough = 1 << 20;

void Ignore(int64_t) {}

absl::StatusOr<std::string> Fetch(const std::string& url,
                                  int64_t max_bytes = kEnough) {
  return FetchUrl(Context(), url, max_bytes, Ignore);
}

// Answers with `handler` and fetches "/file" from there.
absl::StatusOr<std::string> FetchFrom(HttpHandler handler,
                                      int64_t max_bytes = kEnough) {
  const auto server =
      *HttpServer::ListenTcp("127.0.0.1", 0, std::move(handler));
  return Fetch(absl::StrCat("http://127.0.0.1:", server->port(), "/file"),
               max_bytes);
}

TEST(FetchUrl, FetchesFromAServer) {
  EXPECT_THAT(
      FetchFrom([](HttpExchange& exchange) { exchange.Respond(200, "hello"); }),
      IsOkAndHolds("hello"));
}

TEST(FetchUrl, FollowsARedirect) {
  EXPECT_THAT(FetchFrom([](HttpExchange& exchange) {
                if (exchange.request().path == "/there") {
                  return exchange.Respond(200, "moved");
                }
                exchange.Respond(302, "", {{"Location", "/there"}});
              }),
              IsOkAndHolds("moved"));
}

TEST(FetchUrl, ReadsAFile) {
  const std::string path = ::testing::TempDir() + "/fetched";
  ASSERT_THAT(WriteFile(path, "here", 0600), IsOk());
  EXPECT_THAT(Fetch("file://" + path), IsOkAndHolds("here"));
  EXPECT_THAT(Fetch("file://" + path + ".not"),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("open")));
}

TEST(FetchUrl, SaysWhatTheServerAnswers) {
  EXPECT_THAT(
      FetchFrom([](HttpExchange& exchange) { exchange.Respond(404, "no"); }),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("HTTP status 404")));
  EXPECT_THAT(
      FetchFrom([](HttpExchange& exchange) { exchange.Respond(503, "no"); }),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("HTTP status 503")));
}

TEST(FetchUrl, TakesNoMoreThanIsWanted) {
  EXPECT_THAT(
      FetchFrom(
          [](HttpExchange& exchange) {
            exchange.Respond(200, std::string(1000, 'x'));
          },
          999),
      StatusIs(absl::StatusCode::kUnavailable, "it has more than 999 bytes"));
}

TEST(FetchUrl, TellsHowFarItIs) {
  const auto server = *HttpServer::ListenTcp(
      "127.0.0.1", 0, [](HttpExchange& e) { e.Respond(200, "12345"); });
  std::vector<int64_t> told;
  ASSERT_THAT(
      FetchUrl(Context(), absl::StrCat("http://127.0.0.1:", server->port()),
               kEnough, [&](int64_t bytes) { told.push_back(bytes); }),
      IsOk());
  ASSERT_THAT(told, Not(SizeIs(0)));
  EXPECT_EQ(told.back(), 5);
}

TEST(FetchUrl, SpeaksNoOtherProtocol) {
  EXPECT_THAT(Fetch("ftp://127.0.0.1/file"),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace minidcos
