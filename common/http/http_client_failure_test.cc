// What HttpClient does when things go wrong.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/http/http_message.h"
#include "common/http/test_site.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(HttpClient, NeverSendsTwiceWhatChangesSomething) {
  std::atomic<int> changes = 0;
  Site site([&](HttpExchange& exchange) {
    if (exchange.request().method == "GET") return exchange.Respond(200);
    ++changes;
    exchange.Hijack("");  // no answer
  });
  for (const char* method : {"POST", "PUT", "DELETE"}) {
    EXPECT_THAT(site.client().Send(Context(), {.url = site.Url("/")}), IsOk());
    EXPECT_THAT(
        site.client().Send(Context(), {.method = method, .url = site.Url("/")}),
        StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_EQ(changes, 3);
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

TEST(HttpClient, EndsWithTheErrorOfTheBodySink) {
  Site site([](HttpExchange& exchange) { exchange.Respond(200, "x"); });
  const BodySink sink = [](absl::string_view) {
    return absl::ResourceExhaustedError("disk full");
  };
  EXPECT_THAT(
      site.client().Send(Context(), {.url = site.Url("/"), .body_sink = sink}),
      StatusIs(absl::StatusCode::kResourceExhausted, "disk full"));
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
  const absl::Duration start = MonotonicNow();
  EXPECT_THAT(site.client().Send(Context().WithCancellation(cancellation),
                                 {.url = site.Url("/")}),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
  EXPECT_LT(MonotonicNow() - start, absl::Seconds(5));
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

// A listening socket with a full queue drops who comes, as a dead host does.
TEST(HttpClient, GivesUpAConnectionThatDoesNotComeAbout) {
  const int full = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(full, any, size), 0);
  ASSERT_EQ(listen(full, 0), 0);
  ASSERT_EQ(getsockname(full, any, &size), 0);
  std::vector<int> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    connect(waiting.back(), any, size);
  }
  HttpClient client({.connect_timeout = absl::Milliseconds(50)});
  EXPECT_THAT(
      client.Send(Context(), {.url = absl::StrCat("http://127.0.0.1:",
                                                  ntohs(address.sin_port))}),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("after")));
  for (const int fd : waiting) close(fd);
  close(full);
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

}  // namespace
}  // namespace minidcos
