// A shell stands in for ssh: it connects with a server of the test's, or fails
// as ssh does.

#include "common/docker/ssh_gateway.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

std::unique_ptr<SshGateway> Open(std::vector<std::string> command) {
  auto gateway = SshGateway::Open(std::move(command));
  EXPECT_THAT(gateway, IsOk());
  return *std::move(gateway);
}

// The answer through a gateway whose "ssh" is a line for the shell.
HttpResponse AnswerOf(const std::string& script) {
  const auto gateway = Open({"sh", "-c", script});
  HttpClient client({.unix_socket = gateway->socket()});
  const auto response = client.Send(Limit(), {.url = "http://x/"});
  EXPECT_THAT(response, IsOk());
  return response.value_or(HttpResponse());
}

TEST(SshGateway, AnswersInTheWordsOfSsh) {
  const HttpResponse refused =
      AnswerOf("echo 'me@host: Permission denied (publickey).' >&2; exit 255");
  EXPECT_EQ(refused.status, kBadGateway);
  EXPECT_EQ(refused.body, "ssh: me@host: Permission denied (publickey).");
  EXPECT_EQ(AnswerOf("read line; seq 9 >&2").body, "ssh: 7 8 9");
  EXPECT_EQ(AnswerOf("echo 'ssh: no such host' >&2").body, "ssh: no such host");
  EXPECT_EQ(AnswerOf("exit 255").body, "ssh ended without a word");
  const auto missing = Open({"/nonexistent/ssh"});
  HttpClient client({.unix_socket = missing->socket()});
  EXPECT_THAT(client.Send(Limit(), {.url = "http://x/"})->body,
              HasSubstr("'openssh-client'"));
}

TEST(SshGateway, EndsTheProgramWithItsConnection) {
  const ScopedFolder folder = *ScopedFolder::Make("/tmp", "ssh-gateway-");
  const std::string file = folder.path() + "/pid";
  const auto gateway =
      Open({"sh", "-c", absl::StrCat("echo $$ >", file, "; exec sleep 1000")});
  {
    // Gives up, and closes the connection, once the program is there.
    HttpClient client({.unix_socket = gateway->socket()});
    const Context limit = Limit();
    while (!ReadFile(file).ok()) {
      EXPECT_THAT(client.Send(limit.WithTimeout(absl::Milliseconds(50)),
                              {.url = "http://x/"}),
                  StatusIs(absl::StatusCode::kDeadlineExceeded));
    }
  }
  pid_t pid = 0;
  ASSERT_TRUE(absl::SimpleAtoi(*ReadFile(file), &pid));
  const Context limit = Limit();
  while (kill(pid, 0) == 0) {
    ASSERT_THAT(limit.WaitFor(absl::Milliseconds(5)), IsOk());
  }
  EXPECT_EQ(errno, ESRCH);
}

// Runs the shell's `first`, then connects its standard input and output with
// the server, as dial-stdio does.
std::vector<std::string> Relay(const HttpServer& server,
                               const std::string& first = "") {
  return {"bash", "-c",
          absl::StrCat(first, "exec 3<>/dev/tcp/127.0.0.1/", server.port(),
                       "; cat <&3 & exec cat >&3")};
}

TEST(SshGateway, KeepsAConnectionForTheNextQuestion) {
  const ScopedFolder folder = *ScopedFolder::Make("/tmp", "ssh-gateway-");
  const std::string file = folder.path() + "/starts";
  const auto server = HttpServer::ListenTcp(
      "127.0.0.1", 0,
      [](HttpExchange& exchange) { exchange.Respond(200, "answer"); });
  ASSERT_THAT(server, IsOk());
  const auto gateway =
      Open(Relay(**server, absl::StrCat("echo start >>", file, "; ")));
  HttpClient client({.unix_socket = gateway->socket()});
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(client.Send(Limit(), {.url = "http://x/"}), IsOk());
  }
  EXPECT_THAT(ReadFile(file), IsOkAndHolds("start\n"));
}

TEST(SshGateway, CarriesManyRequestsAtOnce) {
  const auto server = HttpServer::ListenTcp(
      "127.0.0.1", 0,
      [](HttpExchange& exchange) { exchange.Respond(200, exchange.Body()); });
  ASSERT_THAT(server, IsOk());
  const auto gateway = Open(Relay(**server));
  HttpClient client({.unix_socket = gateway->socket()});
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&, i] {
      const auto response =
          client.Send(Limit(), {.method = "POST",
                                .url = "http://x/echo",
                                .body = std::string(100000, 'a' + i)});
      ASSERT_THAT(response, IsOk());
      EXPECT_EQ(response->body, std::string(100000, 'a' + i));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace minidcos
