#include "common/http/fetch_url.h"

#include <curl/curl.h>

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/http/curl_transfer.h"
#include "common/http/fetch_options.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kSilence = absl::Minutes(1);

struct Received {
  std::string bytes;
  int64_t max_bytes;
  const FetchProgress* progress;
  bool too_many = false;
};

size_t Receive(char* data, size_t, size_t size, void* user) {
  Received& received = *static_cast<Received*>(user);
  if (static_cast<int64_t>(received.bytes.size() + size) > received.max_bytes) {
    received.too_many = true;
    return 0;  // ends the transfer
  }
  received.bytes.append(data, size);
  (*received.progress)(static_cast<int64_t>(received.bytes.size()));
  return size;
}

}  // namespace

absl::StatusOr<std::string> FetchUrl(const Context& ctx, const std::string& url,
                                     int64_t max_bytes,
                                     const FetchProgress& progress) {
  Received received = {
      .bytes = "", .max_bytes = max_bytes, .progress = &progress};
  CurlTransfer transfer;
  PrepareFetch(transfer, url, "http,https,file");
  CURL* const easy = transfer.easy();
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Receive);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &received);
  const absl::Status run = transfer.Run(ctx, kSilence);
  RETURN_IF_ERROR(ctx.Check());
  if (received.too_many) {
    return absl::UnavailableError(
        absl::StrCat("it has more than ", max_bytes, " bytes"));
  }
  RETURN_IF_ERROR(run);
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  if (absl::StartsWithIgnoreCase(url, "file:") || status == 200) {
    return std::move(received.bytes);
  }
  return HttpStatusError(static_cast<int>(status));
}

}  // namespace minidcos
