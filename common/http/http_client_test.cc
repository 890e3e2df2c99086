#include "common/http/http_client.h"

#include <cstdlib>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/http/http_message.h"
#include "common/http/test_site.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;

TEST(HttpClient, SendsARequestAndReadsTheResponse) {
  Site site([](HttpExchange& exchange) {
    const HttpServerRequest& request = exchange.request();
    exchange.Respond(
        201,
        absl::StrCat(request.method, " ", request.path, " ", request.Query("q"),
                     " ", request.Header("x-a"), " ",
                     request.Header("content-type"), " ", exchange.Body()),
        {{"Set-Cookie", "c=1"}, {"Set-Cookie", "d=2"}});
  });
  const auto response = site.client().Send(
      Context(), {.method = "POST",
                  .url = site.Url("/p%20q?q=1%262"),
                  .headers = {{"X-A", "b"}, {"Content-Type", "text/x"}},
                  .body = "body"});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->body, "POST /p q 1&2 b text/x body");
  EXPECT_EQ(response->headers.count("set-cookie"), 2u);
  EXPECT_EQ(response->Header("content-length"), "27");
}

TEST(HttpClient, KnowsEachMethod) {
  Site site([](HttpExchange& exchange) {
    exchange.Respond(200,
                     absl::StrCat(exchange.request().method, ":",
                                  exchange.request().Header("content-length")));
  });
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"GET", "GET:"},
      {"HEAD", ""},
      {"POST", "POST:0"},
      {"PUT", "PUT:0"},
      {"DELETE", "DELETE:"}};
  for (const auto& [method, body] : cases) {
    const auto response =
        site.client().Send(Context(), {.method = method, .url = site.Url("/")});
    ASSERT_THAT(response, IsOk()) << method;
    EXPECT_EQ(response->body, body);
  }
}

TEST(HttpClient, ReturnsErrorsAndRedirectsAsResponses) {
  Site site([](HttpExchange& exchange) {
    if (exchange.request().path == "/moved") {
      return exchange.Respond(307, "", {{"Location", "/elsewhere"}});
    }
    exchange.Respond(503, "later");
  });
  const auto moved = site.client().Send(Context(), {.url = site.Url("/moved")});
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->status, 307);
  EXPECT_EQ(moved->Header("location"), "/elsewhere");
  const auto failed = site.client().Send(Context(), {.url = site.Url("/")});
  ASSERT_THAT(failed, IsOk());
  EXPECT_EQ(failed->status, 503);
  EXPECT_EQ(failed->body, "later");
}

TEST(HttpClient, ReusesItsConnection) {
  absl::Mutex mutex;
  std::vector<std::thread::id> threads;  // one per connection
  Site site([&](HttpExchange& exchange) {
    const absl::MutexLock lock(&mutex);
    threads.push_back(std::this_thread::get_id());
    exchange.Respond(200, "x");
  });
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(site.client().Send(Context(), {.url = site.Url("/")}), IsOk());
  }
  EXPECT_THAT(threads, ElementsAre(threads[0], threads[0], threads[0]));
}

TEST(HttpClient, ConnectsAgainAfterTheServerHasClosed) {
  Site site([](HttpExchange& exchange) { exchange.Respond(200, "x"); });
  for (const char* method : {"GET", "GET", "POST", "GET", "DELETE"}) {
    EXPECT_THAT(
        site.client().Send(Context(), {.method = method, .url = site.Url("/")}),
        IsOk());
    site.server().DropConnections();
  }
}

TEST(HttpClient, ServesSeveralThreadsAtOnce) {
  absl::Barrier all_here(4);
  Site site([&](HttpExchange& exchange) {
    all_here.Block();
    exchange.Respond(200, exchange.Body());
  });
  std::vector<std::thread> threads;
  std::vector<absl::StatusOr<HttpResponse>> responses(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      responses[i] =
          site.client().Send(Context(), {.method = "POST",
                                         .url = site.Url("/"),
                                         .body = std::string(100000 + i, 'a')});
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < 4; ++i) {
    ASSERT_THAT(responses[i], IsOk());
    EXPECT_EQ(responses[i]->body.size(), 100000u + i);
  }
}

TEST(HttpClient, StreamsTheRequestBody) {
  Site site([](HttpExchange& exchange) {
    exchange.Respond(
        200, absl::StrCat(exchange.request().Header("transfer-encoding"),
                          exchange.Body().size()));
  });
  int pieces = 0;
  const BodySource source = [&]() -> absl::StatusOr<std::string> {
    return ++pieces <= 20 ? std::string(100001, 'x') : std::string();
  };
  const auto response = site.client().Send(
      Context(),
      {.method = "PUT", .url = site.Url("/"), .body_source = source});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->body, "chunked2000020");
}

TEST(HttpClient, StreamsTheResponseBodyAsItComes) {
  absl::Notification first_seen;
  Site site([&](HttpExchange& exchange) {
    exchange.StartStream(200);
    exchange.Write("first");
    first_seen.WaitForNotification();
    exchange.Write("second");
  });
  std::string seen;
  const BodySink sink = [&](absl::string_view piece) {
    absl::StrAppend(&seen, piece, ";");
    if (seen == "first;") first_seen.Notify();
    return absl::OkStatus();
  };
  const auto response =
      site.client().Send(Context(), {.url = site.Url("/"), .body_sink = sink});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->body, "");
  EXPECT_EQ(seen, "first;second;");
}

TEST(HttpClient, KeepsTheBodyOfAnErrorFromTheSink) {
  Site site([](HttpExchange& exchange) { exchange.Respond(404, "no such x"); });
  const BodySink sink = [](absl::string_view) {
    return absl::InternalError("not for the sink");
  };
  const auto response =
      site.client().Send(Context(), {.url = site.Url("/"), .body_sink = sink});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->body, "no such x");
}

TEST(HttpClient, SpeaksToAUnixSocketWhateverTheHost) {
  const auto folder = ScopedFolder::Make("/tmp", "http-client-");
  ASSERT_THAT(folder, IsOk());
  const std::string path = absl::StrCat(folder->path(), "/socket");
  const auto server = HttpServer::ListenUnix(path, [](HttpExchange& exchange) {
    exchange.Respond(200, exchange.request().Header("host"));
  });
  ASSERT_THAT(server, IsOk());
  HttpClient client({.unix_socket = path});
  const auto response = client.Send(Context(), {.url = "http://engine/"});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->body, "engine");
}

TEST(HttpClient, UsesNoProxy) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  Site site([](HttpExchange& exchange) { exchange.Respond(204); });
  EXPECT_THAT(site.client().Send(Context(), {.url = site.Url("/")}), IsOk());
  unsetenv("http_proxy");
}

}  // namespace
}  // namespace minidcos
