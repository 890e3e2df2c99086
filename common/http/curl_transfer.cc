#include "common/http/curl_transfer.h"

#include <curl/curl.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/http/http_connection.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

CURLM* NewMulti() {
  // Before the first handle, and safe to come from several threads at once.
  static const CURLcode code = curl_global_init(CURL_GLOBAL_NOTHING);
  return code == CURLE_OK ? curl_multi_init() : nullptr;
}

// Anything that has moved in either direction changes it.
curl_off_t BytesMoved(CURL* easy) {
  curl_off_t up = 0, down = 0;
  long head = 0, request = 0;
  curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &up);
  curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &down);
  curl_easy_getinfo(easy, CURLINFO_HEADER_SIZE, &head);
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request);
  return up + down + head + request;
}

void SetTls(CURL* easy, const HttpTls& tls) {
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
  if (!tls.ca_file.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, tls.ca_file.c_str());
    // Only those: not the system's beside them.
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  }
  if (!tls.certificate_file.empty()) {
    curl_easy_setopt(easy, CURLOPT_SSLCERT, tls.certificate_file.c_str());
    curl_easy_setopt(easy, CURLOPT_SSLKEY, tls.key_file.c_str());
    // OpenSSL would ask at the terminal.
    curl_easy_setopt(easy, CURLOPT_KEYPASSWD, "");
  }
}

// libcurl's words as the end of a sentence of ours.
std::string Reason(std::string words) {
  const auto word_end = std::find(words.begin(), words.end(), ' ');
  const bool is_name =
      std::any_of(words.begin() + 1, word_end, absl::ascii_isupper);
  if (!is_name) words[0] = absl::ascii_tolower(words[0]);
  return words;
}

// The server's refusal of our certificate, such as "alert bad certificate";
// empty if `reason` is another. With TLS 1.3 it comes in place of an answer.
absl::string_view TlsAlert(absl::string_view reason) {
  const size_t start = reason.find("alert ");
  if (start == absl::string_view::npos) return "";
  reason.remove_prefix(start);
  return reason.substr(0, reason.find(','));
}

absl::Status Failure(CURLcode code, const std::string& reason) {
  if (const absl::string_view alert = TlsAlert(reason); !alert.empty()) {
    return absl::UnauthenticatedError(absl::StrCat(
        "the server refuses our certificate, or that we have none: ", alert));
  }
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
      return absl::UnauthenticatedError(reason);
    default:
      return absl::UnavailableError(reason);
  }
}

}  // namespace

CurlTransfer::CurlTransfer() : multi_(NewMulti()), easy_(curl_easy_init()) {
  if (multi_ == nullptr || easy_ == nullptr) {
    std::fputs("libcurl: out of memory\n", stderr);
    std::abort();
  }
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 1L);
}

CurlTransfer::~CurlTransfer() {
  if (added_) curl_multi_remove_handle(multi_, easy_);
  curl_easy_cleanup(easy_);
  curl_multi_cleanup(multi_);
}

void CurlTransfer::Reset(const HttpConnectionOptions& options) {
  if (added_) curl_multi_remove_handle(multi_, easy_);
  added_ = false;
  curl_easy_reset(easy_);
  *error_ = '\0';
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_);
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR,
                   options.tls.has_value() ? "https" : "http");
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy_, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(
      easy_, CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(absl::ToInt64Milliseconds(options.connect_timeout)));
  if (!options.unix_socket.empty()) {
    curl_easy_setopt(easy_, CURLOPT_UNIX_SOCKET_PATH,
                     options.unix_socket.c_str());
  }
  if (options.tls.has_value()) SetTls(easy_, *options.tls);
}

absl::Status CurlTransfer::Run(const Context& ctx,
                               absl::Duration silence_timeout) {
  RETURN_IF_ERROR(ctx.Check());
  curl_multi_add_handle(multi_, easy_);
  added_ = true;
  curl_off_t moved = 0;
  absl::Duration moved_at = MonotonicNow();
  while (true) {
    int running = 0;
    curl_multi_perform(multi_, &running);
    if (running == 0) return Result();
    RETURN_IF_ERROR(ctx.Check());
    const absl::Duration now = MonotonicNow();
    if (const curl_off_t bytes = BytesMoved(easy_); bytes != moved) {
      moved = bytes;
      moved_at = now;
    }
    const absl::Duration patience = moved_at + silence_timeout - now;
    if (patience <= absl::ZeroDuration()) {
      return absl::UnavailableError(absl::StrCat(
          "no answer for ", absl::FormatDuration(silence_timeout)));
    }
    curl_waitfd cancel = {
        .fd = ctx.cancel_fd(), .events = CURL_WAIT_POLLIN, .revents = 0};
    // libcurl takes no infinite time-out.
    curl_multi_poll(multi_, &cancel, cancel.fd >= 0 ? 1 : 0,
                    ctx.PollTimeout(std::min(patience, absl::Hours(1))),
                    nullptr);
  }
}

absl::Status CurlTransfer::Result() {
  int left = 0;
  const CURLMsg* message = curl_multi_info_read(multi_, &left);
  if (message == nullptr) return absl::InternalError("libcurl has no result");
  const CURLcode code = message->data.result;
  if (code == CURLE_OK) return absl::OkStatus();
  long os_error = 0;
  curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &os_error);
  if (code == CURLE_COULDNT_CONNECT && os_error != 0) {
    return absl::Status(os_error == EACCES || os_error == EPERM
                            ? absl::StatusCode::kPermissionDenied
                            : absl::StatusCode::kUnavailable,
                        std::strerror(static_cast<int>(os_error)));
  }
  return Failure(code,
                 Reason(*error_ != '\0' ? error_ : curl_easy_strerror(code)));
}

}  // namespace minidcos
