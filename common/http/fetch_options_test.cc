#include "common/http/fetch_options.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/http/fetch_url.h"
#include "common/http/test_site.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/tls/certificates.h"
#include "testing/sample_dcos/tls/tls_proxy.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<std::string> Fetch(const std::string& url) {
  return FetchUrl(Context(), url, /*max_bytes=*/1000, [](int64_t) {});
}

TEST(HttpStatusError, TellsWhatIsNotThere) {
  EXPECT_THAT(HttpStatusError(404), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(HttpStatusError(410), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(HttpStatusError(403),
              StatusIs(absl::StatusCode::kUnavailable,
                       "the server answers with HTTP status 403"));
}

TEST(PrepareFetch, BelievesOnlyAuthorities) {
  Site site([](HttpExchange& exchange) { exchange.Respond(200, "hello"); });
  const auto authority = sample::MakeAuthority("test");
  ASSERT_THAT(authority, IsOk());
  const auto identity =
      sample::IssueServerIdentity(*authority, "test", "127.0.0.1");
  ASSERT_THAT(identity, IsOk());
  const auto proxy =
      sample::TlsProxy::Listen("127.0.0.1", 0, *identity, site.server().port());
  ASSERT_THAT(proxy, IsOk());
  const std::string url = absl::StrCat("https://127.0.0.1:", (*proxy)->port());
  EXPECT_THAT(Fetch(url), StatusIs(absl::StatusCode::kUnauthenticated,
                                   HasSubstr("certificate")));

  const std::string file = testing::TempDir() + "/authority.pem";
  ASSERT_THAT(WriteFile(file, authority->certificates, 0600), IsOk());
  for (const char* variable : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
    setenv(variable, file.c_str(), /*overwrite=*/1);
    EXPECT_THAT(Fetch(url), IsOkAndHolds("hello"));
    unsetenv(variable);
  }
}

}  // namespace
}  // namespace minidcos
