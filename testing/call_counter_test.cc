#include "testing/call_counter.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/http/http_client.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

class CallCounterTest : public testing::Test {
 protected:
  CallCounterTest() : folder_(*ScopedFolder::Make("/tmp", "calls-")) {}

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }

  const ScopedFolder folder_;
};

TEST_F(CallCounterTest, PassesOnAndCounts) {
  const auto server = HttpServer::ListenUnix(
      Path("engine"),
      [](HttpExchange& exchange) { exchange.Respond(200, "here"); });
  ASSERT_THAT(server, IsOk());
  const auto counter = CallCounter::Start(Path("socket"), Path("engine"));
  ASSERT_THAT(counter, IsOk());
  HttpClient client(HttpClient::Options{.unix_socket = Path("socket")});
  for (const char* method : {"GET", "GET", "POST"}) {
    const auto response =
        client.Send(Context().WithTimeout(absl::Seconds(30)),
                    {.method = method,
                     .url = "http://localhost/x",
                     .body = method == std::string("POST") ? "GET it" : ""});
    ASSERT_THAT(response, IsOk());
    EXPECT_EQ(response->body, "here");
  }
  EXPECT_EQ((*counter)->calls(), 3);
}

TEST_F(CallCounterTest, NeedsAFreePath) {
  const auto counter = CallCounter::Start(Path("socket"), Path("engine"));
  ASSERT_THAT(counter, IsOk());
  EXPECT_THAT(CallCounter::Start(Path("socket"), Path("engine")),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace minidcos
