#include "testing/sample_dcos/tls/tls_proxy.h"

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/http/http_client.h"
#include "common/http/http_connection.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/sample_dcos/tls/certificates.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::Field;
using ::testing::Not;

// Longer than a record, a socket's buffer and a read.
const std::string& LongText() {
  static const auto& text = *new std::string(std::size_t{3} << 20, 'x');
  return text;
}

class TlsProxyTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto authority = MakeAuthority("Root");
    ASSERT_THAT(authority, IsOk());
    const auto identity = IssueServerIdentity(*authority, "server", "10.0.0.7");
    ASSERT_THAT(identity, IsOk());
    ASSERT_THAT(WriteFile(ca_file(), authority->certificates, 0600), IsOk());
    auto server = HttpServer::ListenTcp("127.0.0.1", 0, [](HttpExchange& e) {
      e.Respond(200, absl::StrCat(e.request().path, e.Body()));
    });
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    auto proxy = TlsProxy::Listen("127.0.0.1", 0, *identity, server_->port());
    ASSERT_THAT(proxy, IsOk());
    proxy_ = *std::move(proxy);
  }

  std::string ca_file() const { return folder_->path() + "/ca.crt"; }

  absl::StatusOr<HttpResponse> Post(const std::string& host, bool verify,
                                    const std::string& body) const {
    HttpTls tls;
    tls.verify = verify;
    if (verify) tls.ca_file = ca_file();
    HttpConnectionOptions options;
    options.tls = tls;
    HttpClient client(options);
    return client.Send(
        Context().WithTimeout(absl::Seconds(30)),
        {.method = "POST",
         .url = absl::StrCat("https://", host, ":", proxy_->port(), "/hello"),
         .body = body});
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "tls-");
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<TlsProxy> proxy_;
};

TEST_F(TlsProxyTest, PassesOnBothWays) {
  EXPECT_THAT(Post("127.0.0.1", /*verify=*/true, "!"),
              IsOkAndHolds(Field("body", &HttpResponse::body, "/hello!")));
  const auto answer = Post("127.0.0.1", /*verify=*/true, LongText());
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(answer->body == "/hello" + LongText());
}

TEST_F(TlsProxyTest, IsWhoItsCertificateSays) {
  EXPECT_THAT(Post("localhost", /*verify=*/true, ""), IsOk());
  EXPECT_THAT(Post("127.0.0.2", /*verify=*/true, ""), Not(IsOk()));
  ASSERT_THAT(
      WriteFile(ca_file(), MakeAuthority("Another")->certificates, 0600),
      IsOk());
  EXPECT_THAT(Post("127.0.0.1", /*verify=*/true, ""),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(Post("127.0.0.1", /*verify=*/false, ""), IsOk());
}

TEST_F(TlsProxyTest, OutlivesWhoSpeaksNoTls) {
  HttpClient client;
  EXPECT_THAT(
      client.Send(Context().WithTimeout(absl::Seconds(30)),
                  {.url = absl::StrCat("http://127.0.0.1:", proxy_->port())}),
      Not(IsOk()));
  EXPECT_THAT(Post("127.0.0.1", /*verify=*/true, ""), IsOk());
}

TEST_F(TlsProxyTest, HangsUpWhenThereIsNobodyBehindIt) {
  server_.reset();
  EXPECT_THAT(Post("127.0.0.1", /*verify=*/true, ""),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST(TlsProxy, NeedsAnIdentityAndAFreeAddress) {
  EXPECT_THAT(TlsProxy::Listen("127.0.0.1", 0, {}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument));
  const auto authority = MakeAuthority("Root");
  ASSERT_THAT(authority, IsOk());
  EXPECT_THAT(TlsProxy::Listen("203.0.113.1", 0, *authority, 1),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(TlsProxy::Listen("nonsense", 0, *authority, 1),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace minidcos::sample
