#include "common/http/http_client.h"

#include <cstdlib>
#include <memory>
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
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A server and a client of it.
class Site {
 public:
  explicit Site(HttpHandler handler) {
    auto server = HttpServer::ListenTcp("127.0.0.1", 0, std::move(handler));
    EXPECT_THAT(server, IsOk());
    server_ = *std::move(server);
  }

  std::string Url(absl::string_view path) const {
    return absl::StrCat("http://127.0.0.1:", server_->port(), path);
  }
  HttpServer& server() { return *server_; }
  HttpClient& client() { return client_; }

 private:
  std::unique_ptr<HttpServer> server_;
  HttpClient client_;
};

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
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(
        site.client().Send(
            Context(), {.method = "POST", .url = site.Url("/"), .body = "y"}),
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

TEST(HttpClient, EndsWithTheErrorOfTheBodySource) {
  Site site(
      [](HttpExchange& exchange) { exchange.Respond(200, exchange.Body()); });
  const BodySource source = [] { return absl::DataLossError("tar is cut"); };
  EXPECT_THAT(site.client().Send(Context(), {.method = "PUT",
                                             .url = site.Url("/"),
                                             .body_source = source}),
              StatusIs(absl::StatusCode::kDataLoss, "tar is cut"));
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

TEST(HttpClient, EndsWithTheErrorOfTheBodySink) {
  Site site([](HttpExchange& exchange) { exchange.Respond(200, "x"); });
  const BodySink sink = [](absl::string_view) {
    return absl::ResourceExhaustedError("disk full");
  };
  EXPECT_THAT(
      site.client().Send(Context(), {.url = site.Url("/"), .body_sink = sink}),
      StatusIs(absl::StatusCode::kResourceExhausted, "disk full"));
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

TEST(HttpClient, ReadsAnErrorThatComesBeforeTheBodyIsSent) {
  Site site([](HttpExchange& exchange) { exchange.Respond(404, "no such x"); });
  for (int i = 0; i < 20; ++i) {
    const auto response = site.client().Send(
        Context(), {.method = "PUT",
                    .url = site.Url("/"),
                    .body = std::string(size_t{8} << 20, 'x')});
    ASSERT_THAT(response, IsOk());
    EXPECT_EQ(response->body, "no such x");
  }
}

TEST(HttpClient, StopsAtOnceWhenCancelled) {
  Cancellation cancellation;
  Site site([&](HttpExchange& exchange) {
    exchange.Hijack("");  // never answers
    cancellation.Cancel();
    exchange.Read();
  });
  const absl::Time start = absl::Now();
  EXPECT_THAT(site.client().Send(Context().WithCancellation(cancellation),
                                 {.url = site.Url("/")}),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

TEST(HttpClient, SendsNothingInAContextThatHasEnded) {
  Site site([](HttpExchange&) { ADD_FAILURE() << "a request was sent"; });
  Cancellation cancellation;
  cancellation.Cancel();
  EXPECT_THAT(site.client().Send(Context().WithCancellation(cancellation),
                                 {.url = site.Url("/")}),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST(HttpClient, StopsAtTheDeadline) {
  Site site([](HttpExchange& exchange) {
    exchange.Hijack("");
    exchange.Read();
  });
  EXPECT_THAT(site.client().Send(Context().WithTimeout(absl::Milliseconds(30)),
                                 {.url = site.Url("/")}),
              StatusIs(absl::StatusCode::kDeadlineExceeded, "timed out"));
}

TEST(HttpClient, GivesUpASilentServer) {
  Site site([](HttpExchange& exchange) {
    exchange.Hijack("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal");
    exchange.Read();
  });
  EXPECT_THAT(site.client().Send(Context(),
                                 {.url = site.Url("/"),
                                  .silence_timeout = absl::Milliseconds(30)}),
              StatusIs(absl::StatusCode::kUnavailable, "no answer for 30ms"));
}

TEST(HttpClient, DoesNotTakeASlowServerForASilentOne) {
  Site site([](HttpExchange& exchange) {
    exchange.StartStream(200);
    for (int i = 0; i < 20; ++i) {
      exchange.Write("x");
      Context().WaitFor(absl::Milliseconds(10)).IgnoreError();
    }
  });
  EXPECT_THAT(site.client().Send(Context(),
                                 {.url = site.Url("/"),
                                  .silence_timeout = absl::Milliseconds(150)}),
              IsOk());
}

TEST(HttpClient, TellsWhyItCannotConnect) {
  EXPECT_THAT(HttpClient().Send(Context(), {.url = "http://127.0.0.1:1/"}),
              StatusIs(absl::StatusCode::kUnavailable, "Connection refused"));
  HttpClient nobody({.unix_socket = "/nonexistent/socket"});
  EXPECT_THAT(
      nobody.Send(Context(), {.url = "http://localhost/"}),
      StatusIs(absl::StatusCode::kUnavailable, "No such file or directory"));
  EXPECT_THAT(HttpClient().Send(Context(), {.url = "https://127.0.0.1/"}),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST(HttpClient, TellsABrokenAnswer) {
  std::string answer;
  Site site([&](HttpExchange& exchange) { exchange.Hijack(answer); });
  for (const absl::string_view broken :
       {"", "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n"}) {
    answer = std::string(broken);
    EXPECT_THAT(site.client().Send(Context(), {.url = site.Url("/")}),
                StatusIs(absl::StatusCode::kUnavailable))
        << broken;
  }
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
