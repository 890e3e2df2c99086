// A server and a client of it, for tests.

#ifndef MINIDCOS_COMMON_HTTP_TEST_SITE_H_
#define MINIDCOS_COMMON_HTTP_TEST_SITE_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/http/http_client.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {

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

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_TEST_SITE_H_
