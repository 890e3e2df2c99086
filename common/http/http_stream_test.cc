#include "common/http/http_stream.h"

#include <poll.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

constexpr absl::string_view kSwitch =
    "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n\r\n";

std::unique_ptr<HttpServer> Serve(HttpHandler handler) {
  auto server = HttpServer::ListenTcp("127.0.0.1", 0, std::move(handler));
  EXPECT_THAT(server, IsOk());
  return *std::move(server);
}

HttpRequest RequestTo(const HttpServer& server) {
  return {.method = "POST",
          .url = absl::StrCat("http://127.0.0.1:", server.port(), "/a?b=c"),
          .headers = {{"Content-Type", "application/json"}},
          .body = "{}"};
}

absl::StatusOr<HttpClient::Upgraded> UpgradeTo(const HttpServer& server) {
  return HttpClient().Upgrade(Context(), RequestTo(server));
}

std::string ReadAll(HttpStream& stream) {
  std::string all;
  while (true) {
    const auto piece = stream.Read(Context());
    EXPECT_THAT(piece, IsOk());
    if (!piece.ok() || piece->empty()) return all;
    all += *piece;
  }
}

TEST(HttpStream, CarriesBytesBothWaysAfterTheSwitch) {
  const auto server = Serve([](HttpExchange& exchange) {
    const HttpServerRequest& request = exchange.request();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.path, "/a");
    EXPECT_EQ(request.Query("b"), "c");
    EXPECT_EQ(request.Header("upgrade"), "tcp");
    EXPECT_EQ(request.Header("connection"), "Upgrade");
    EXPECT_EQ(request.Header("content-type"), "application/json");
    EXPECT_EQ(exchange.Body(), "{}");
    exchange.Hijack(kSwitch);
    std::string heard;
    for (std::string s = exchange.Read(); !s.empty(); s = exchange.Read()) {
      heard += s;
    }
    exchange.Write(absl::StrCat("heard ", heard));
  });
  auto upgraded = UpgradeTo(*server);
  ASSERT_THAT(upgraded, IsOk());
  EXPECT_EQ(upgraded->response.status, 101);
  ASSERT_NE(upgraded->stream, nullptr);
  EXPECT_THAT(upgraded->stream->Write(Context(), "hello"), IsOk());
  EXPECT_THAT(upgraded->stream->CloseWrite(), IsOk());
  EXPECT_EQ(ReadAll(*upgraded->stream), "heard hello");
}

TEST(HttpStream, KeepsWhatCameWithTheHead) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack(absl::StrCat(kSwitch, "early"));
  });
  auto upgraded = UpgradeTo(*server);
  ASSERT_THAT(upgraded, IsOk());
  EXPECT_EQ(ReadAll(*upgraded->stream), "early");
}

TEST(HttpStream, ReadsAHeadThatComesByteByByte) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack("");
    for (const char c : absl::StrCat(kSwitch, "x")) {
      exchange.Write(absl::string_view(&c, 1));
    }
  });
  auto upgraded = UpgradeTo(*server);
  ASSERT_THAT(upgraded, IsOk());
  EXPECT_EQ(ReadAll(*upgraded->stream), "x");
}

TEST(HttpStream, TakesA200AsAgreement) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack("HTTP/1.1 200 OK\r\n\r\nraw");
  });
  auto upgraded = UpgradeTo(*server);
  ASSERT_THAT(upgraded, IsOk());
  ASSERT_NE(upgraded->stream, nullptr);
  EXPECT_EQ(ReadAll(*upgraded->stream), "raw");
}

TEST(HttpStream, CarriesMuchBothWaysAtOnce) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack(kSwitch);
    for (std::string s = exchange.Read(); !s.empty(); s = exchange.Read()) {
      exchange.Write(s);
    }
  });
  auto upgraded = UpgradeTo(*server);
  ASSERT_THAT(upgraded, IsOk());
  const std::string much(size_t{16} << 20, 'x');
  std::thread writer([&] {
    EXPECT_THAT(upgraded->stream->Write(Context(), much), IsOk());
    EXPECT_THAT(upgraded->stream->CloseWrite(), IsOk());
  });
  EXPECT_EQ(ReadAll(*upgraded->stream).size(), much.size());
  writer.join();
}

TEST(HttpStream, ReturnsARefusalWithItsBody) {
  std::string answer;
  const auto server = Serve([&](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack(answer);
    if (answer.find("close") == std::string::npos) exchange.Read();
  });
  for (const absl::string_view refusal :
       {"HTTP/1.1 409 Conflict\r\nContent-Length: 4\r\n\r\nbusy",
        "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n"
        "1\r\nb\r\n3\r\nusy\r\n0\r\n\r\n",
        "HTTP/1.1 409 Conflict\r\nConnection: close\r\n\r\nbusy"}) {
    answer = std::string(refusal);
    const auto upgraded = UpgradeTo(*server);
    ASSERT_THAT(upgraded, IsOk());
    EXPECT_EQ(upgraded->stream, nullptr);
    EXPECT_EQ(upgraded->response.status, 409);
    EXPECT_EQ(upgraded->response.body, "busy");
  }
}

TEST(HttpStream, TellsABrokenAnswer) {
  std::string answer;
  const auto server = Serve([&](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack(answer);
  });
  for (const absl::string_view broken :
       {"", "HTTP/1.1 101 UPGR", "garbage\r\n\r\n"}) {
    answer = std::string(broken);
    EXPECT_THAT(UpgradeTo(*server), StatusIs(absl::StatusCode::kUnavailable));
  }
}

TEST(HttpStream, GivesUpASilentServer) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Hijack("");
    while (!exchange.Read().empty()) {
    }
  });
  HttpRequest request = RequestTo(*server);
  request.silence_timeout = absl::Milliseconds(30);
  EXPECT_THAT(HttpClient().Upgrade(Context(), request),
              StatusIs(absl::StatusCode::kUnavailable, "no answer for 30ms"));
  request.silence_timeout = absl::InfiniteDuration();
  EXPECT_THAT(HttpClient().Upgrade(
                  Context().WithTimeout(absl::Milliseconds(30)), request),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST(HttpStream, StopsReadingAtOnceWhenCancelled) {
  Cancellation cancellation;
  const auto server = Serve([&](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack(kSwitch);
    exchange.Read();  // until the client reads
    cancellation.Cancel();
    exchange.Read();
  });
  auto upgraded = UpgradeTo(*server);
  ASSERT_THAT(upgraded, IsOk());
  EXPECT_THAT(upgraded->stream->Write(Context(), "go"), IsOk());
  EXPECT_THAT(upgraded->stream->Read(Context().WithCancellation(cancellation)),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST(HttpStream, HasADescriptorThatTellsOfBytes) {
  absl::Notification go;
  const auto server = Serve([&](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack(kSwitch);
    go.WaitForNotification();
    exchange.Write("x");
    exchange.Read();
  });
  auto upgraded = UpgradeTo(*server);
  ASSERT_THAT(upgraded, IsOk());
  pollfd readable = {upgraded->stream->fd(), POLLIN, 0};
  EXPECT_EQ(poll(&readable, 1, 0), 0);
  go.Notify();
  EXPECT_EQ(poll(&readable, 1, 10000), 1);
  EXPECT_THAT(upgraded->stream->Read(Context()), IsOkAndHolds("x"));
}

TEST(HttpStream, TellsThatTheServerIsGone) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Body();
    exchange.Hijack(kSwitch);
  });
  auto upgraded = UpgradeTo(*server);
  ASSERT_THAT(upgraded, IsOk());
  EXPECT_THAT(upgraded->stream->Read(Context()), IsOkAndHolds(""));
  // What is sent is refused once the other side has said so.
  absl::Status status;
  while (status.ok()) {
    status = upgraded->stream->Write(Context(), std::string(100000, 'x'));
  }
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace minidcos
