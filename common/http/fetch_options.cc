#include "common/http/fetch_options.h"

#include <curl/curl.h>

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/http/curl_transfer.h"

namespace minidcos {
namespace {

constexpr absl::Duration kConnectTimeout = absl::Seconds(30);
constexpr long kMostRedirects = 20;

// What curl's and OpenSSL's own programs read; the library does not.
void SetAuthorities(CURL* easy) {
  for (const char* variable : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    const char* file = std::getenv(variable);
    if (file == nullptr || *file == '\0') continue;
    curl_easy_setopt(easy, CURLOPT_CAINFO, file);
    return;
  }
}

}  // namespace

void PrepareFetch(CurlTransfer& transfer, const std::string& url,
                  const char* schemes) {
  transfer.Reset({.connect_timeout = kConnectTimeout});
  CURL* const easy = transfer.easy();
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, schemes);
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, kMostRedirects);
  // The environment's.
  curl_easy_setopt(easy, CURLOPT_NOPROXY, nullptr);
  SetAuthorities(easy);
}

absl::Status HttpStatusError(int status) {
  return absl::Status(
      status == 404 || status == 410 ? absl::StatusCode::kNotFound
                                     : absl::StatusCode::kUnavailable,
      absl::StrCat("the server answers with HTTP status ", status));
}

}  // namespace minidcos
