// A handler served on a free port, for tests.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_SERVED_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_SERVED_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_server.h"
#include "testing/sample_dcos/node/http_client.h"

namespace minidcos::sample {

class Served {
 public:
  explicit Served(HttpHandler handler)
      : server_(*HttpServer::ListenTcp("127.0.0.1", 0, std::move(handler))) {}

  std::string address() const {
    return absl::StrCat("127.0.0.1:", server_->port());
  }

  // The answer to `call`, whose address is set here. A failure of the test, and
  // status 0, if there is none.
  HttpAnswer Call(HttpCall call) const {
    call.address = address();
    const absl::StatusOr<HttpAnswer> answer = CallHttp(call);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(HttpAnswer());
  }

  HttpAnswer Get(const std::string& target) const {
    return Call({.target = target});
  }

 private:
  const std::unique_ptr<HttpServer> server_;
};

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_SERVED_H_
