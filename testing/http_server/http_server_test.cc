#include "testing/http_server/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/socket_connection.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr size_t kMaxHead = 10000;

std::unique_ptr<HttpServer> Serve(HttpHandler handler) {
  auto server = HttpServer::ListenTcp("127.0.0.1", 0, std::move(handler));
  EXPECT_THAT(server, IsOk());
  return *std::move(server);
}

std::unique_ptr<SocketConnection> Connect(const HttpServer& server) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(server.port()));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
      0);
  return std::make_unique<SocketConnection>(fd);
}

// What the server answers until it closes the connection.
std::string ReadAll(SocketConnection& connection) {
  std::string all;
  while (true) {
    const std::string some = connection.ReadSome();
    if (some.empty()) return all;
    all += some;
  }
}

TEST(HttpServer, GivesTheHandlerTheRequestDecoded) {
  const auto server = Serve([](HttpExchange& exchange) {
    const HttpServerRequest& request = exchange.request();
    exchange.Respond(
        200,
        absl::StrCat(request.method, " ", request.path, " ", request.Query("q"),
                     " ", request.Header("x-color"), " ", exchange.Body()));
  });
  const auto client = Connect(*server);
  client->Write(
      "POST /a%2Fb?q=1%3D+2&r=3 HTTP/1.1\r\nX-Color: red\r\nx-color: blue\r\n"
      "Content-Length: 4\r\nConnection: close\r\n\r\nbody");
  EXPECT_THAT(ReadAll(*client),
              HasSubstr("\r\n\r\nPOST /a/b 1= 2 red, blue body"));
}

TEST(HttpServer, ReadsAChunkedBodyWhateverItsPieces) {
  const auto server = Serve(
      [](HttpExchange& exchange) { exchange.Respond(200, exchange.Body()); });
  const auto client = Connect(*server);
  const absl::string_view request =
      "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: "
      "close\r\n\r\n"
      "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";
  for (const char c : request) client->Write(absl::string_view(&c, 1));
  EXPECT_THAT(ReadAll(*client), HasSubstr("\r\n\r\nabc0123456789"));
}

TEST(HttpServer, AnswersSeveralRequestsOnOneConnection) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Respond(200, exchange.request().path);
  });
  const auto client = Connect(*server);
  client->Write("GET /one HTTP/1.1\r\n\r\nGET /two HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client->ReadUntil("/one", kMaxHead),
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client->ReadUntil("/two", kMaxHead),
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
}

TEST(HttpServer, StreamsAnAnswerInChunks) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.StartStream(200, {{"Content-Type", "text/plain"}});
    exchange.Write("hello");
    exchange.Write("");
    exchange.Write(" world");
  });
  const auto client = Connect(*server);
  client->Write("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client->ReadUntil("\r\n0\r\n\r\n", kMaxHead),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world");
}

TEST(HttpServer, LeavesAHijackedConnectionToTheHandler) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Hijack("HTTP/1.1 101 UPGRADED\r\n\r\n");
    std::string heard;
    for (std::string s = exchange.Read(); !s.empty(); s = exchange.Read()) {
      heard += s;
    }
    exchange.Write(absl::StrCat("heard ", heard));
  });
  const auto client = Connect(*server);
  client->Write("POST /attach HTTP/1.1\r\nUpgrade: tcp\r\n\r\nraw");
  EXPECT_EQ(client->ReadUntil("\r\n\r\n", kMaxHead), "HTTP/1.1 101 UPGRADED");
  client->Write(" bytes");
  client->ShutdownWrite();
  EXPECT_EQ(ReadAll(*client), "heard raw bytes");
}

TEST(HttpServer, TurnsAwayABodyThatTheHandlerDoesNotWant) {
  const auto server =
      Serve([](HttpExchange& exchange) { exchange.Respond(404, "no"); });
  const auto client = Connect(*server);
  client->Write("PUT / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\npart");
  EXPECT_EQ(ReadAll(*client),
            "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n"
            "Connection: close\r\n\r\nno");
}

TEST(HttpServer, AsksForABodyThatIsHeldBack) {
  const auto server = Serve(
      [](HttpExchange& exchange) { exchange.Respond(200, exchange.Body()); });
  const auto client = Connect(*server);
  client->Write(
      "PUT / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client->ReadUntil("\r\n\r\n", kMaxHead), "HTTP/1.1 100 Continue");
  client->Write("ok");
  EXPECT_THAT(client->ReadUntil("\r\n\r\n", kMaxHead),
              testing::Optional(StartsWith("HTTP/1.1 200")));
}

TEST(HttpServer, SendsNoBodyToHeadAndAfterNoContent) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Respond(exchange.request().method == "HEAD" ? 200 : 204, "body");
  });
  const auto client = Connect(*server);
  client->Write(
      "HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(ReadAll(*client),
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST(HttpServer, CutsAnAbortedStream) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.StartStream(200);
    exchange.Write("half");
    exchange.Abort();
  });
  const auto client = Connect(*server);
  client->Write("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(ReadAll(*client), testing::EndsWith("4\r\nhalf\r\n"));
}

TEST(HttpServer, AnswersForAHandlerThatDoesNot) {
  const auto server = Serve([](HttpExchange&) {});
  const auto client = Connect(*server);
  client->Write("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client->ReadUntil("\r\n\r\n", kMaxHead),
              testing::Optional(StartsWith("HTTP/1.1 500")));
}

TEST(HttpServer, EndsAConnectionThatSpeaksNoHttp) {
  const auto server = Serve([](HttpExchange&) {});
  const auto client = Connect(*server);
  client->Write("hello?\r\n\r\n");
  EXPECT_EQ(ReadAll(*client), "");
}

TEST(HttpServer, DropsConnectionsAndGoesOn) {
  const auto server =
      Serve([](HttpExchange& exchange) { exchange.Respond(204); });
  const auto idle = Connect(*server);
  idle->Write("GET / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(idle->ReadUntil("\r\n\r\n", kMaxHead).has_value());
  server->DropConnections();
  EXPECT_EQ(ReadAll(*idle), "");
  const auto fresh = Connect(*server);
  fresh->Write("GET / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(fresh->ReadUntil("\r\n\r\n", kMaxHead).has_value());
}

TEST(HttpServer, ServesAUnixSocketAndRemovesIt) {
  char folder[] = "/tmp/http-server-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string path = absl::StrCat(folder, "/socket");
  auto server = HttpServer::ListenUnix(
      path, [](HttpExchange& exchange) { exchange.Respond(204); });
  ASSERT_THAT(server, IsOk());
  sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = {}};
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
      0);
  SocketConnection client(fd);
  client.Write("GET / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(client.ReadUntil("\r\n\r\n", kMaxHead).has_value());
  server->reset();
  EXPECT_EQ(rmdir(folder), 0);  // nothing is left in it
}

TEST(HttpServer, TellsWhyItCannotListen) {
  const auto server = Serve([](HttpExchange&) {});
  EXPECT_THAT(HttpServer::ListenTcp("127.0.0.1", server->port(), nullptr),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("Address already in use")));
  EXPECT_THAT(HttpServer::ListenTcp("localhost", 0, nullptr),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(HttpServer::ListenUnix(std::string(200, 'x'), nullptr),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace minidcos
