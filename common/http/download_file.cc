#include "common/http/download_file.h"

#include <curl/curl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/progress.h"
#include "common/base/transfer_meter.h"
#include "common/http/curl_transfer.h"
#include "common/http/fetch_options.h"
#include "common/http/http_message.h"
#include "common/http/part_file.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Between two tries that bring nothing.
constexpr absl::Duration kPause = absl::Seconds(1);
// How often a server may send the file from its first byte on.
constexpr int kMostStarts = 3;

constexpr int kOk = 200;
constexpr int kPartialContent = 206;
constexpr int kNotModified = 304;
constexpr int kRangeNotSatisfiable = 416;
constexpr int kInternalServerError = 500;

std::optional<int64_t> Number(absl::string_view text) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
  return number;
}

// What If-Range takes (RFC 9110, 13.1.5): no weak ETag.
std::string VersionOf(const HttpResponse& head) {
  const std::string etag = head.Header("etag");
  return absl::StartsWith(etag, "\"") ? etag : head.Header("last-modified");
}

std::string UnlessIs(const std::string& version) {
  return absl::StrCat(absl::StartsWith(version, "\"") ? "If-None-Match: "
                                                      : "If-Modified-Since: ",
                      version);
}

// A download under way, over as many answers as it takes.
class Downloader {
 public:
  Downloader(const DownloadRequest& request, Progress::Step& step,
             PartFile part)
      : request_(request), step_(step), part_(std::move(part)) {}

  absl::StatusOr<Download> Run(const Context& ctx);

 private:
  absl::Status Try(const Context& ctx);
  absl::Status Send(const Context& ctx);
  absl::Status BeginBody();
  absl::Status BeginWhole();
  absl::Status BeginRest();
  absl::Status DropPart();
  absl::Status Take(absl::string_view bytes);
  bool MayGoOn(const absl::Status& failure) const;

  static size_t OnHead(char* data, size_t, size_t size, void* self);
  static size_t OnBody(char* data, size_t, size_t size, void* self);

  const DownloadRequest& request_;
  Progress::Step& step_;
  PartFile part_;
  int starts_ = 0;
  // When something came last; none before.
  std::optional<absl::Duration> came_;

  // Of the present answer.
  HttpResponse head_;
  // The byte that it is to begin with.
  int64_t asked_from_ = 0;
  std::optional<int64_t> total_;
  // Once its body has begun.
  std::optional<TransferMeter> meter_;
  // Why we do not take it.
  absl::Status refusal_;
};

absl::StatusOr<Download> Downloader::Run(const Context& ctx) {
  while (true) {
    const std::optional<absl::Duration> came_before = came_;
    const absl::Status tried = Try(ctx);
    RETURN_IF_ERROR(ctx.Check());
    if (tried.ok()) break;
    if (absl::IsAborted(tried)) continue;
    if (!MayGoOn(tried)) return tried;
    if (came_ == came_before) RETURN_IF_ERROR(ctx.WaitFor(kPause));
  }
  if (head_.status == kNotModified) {
    RETURN_IF_ERROR(part_.Restart(""));
    return Download{.changed = false, .version = request_.version};
  }
  const std::string version = part_.version();
  if (request_.check != nullptr) {
    const absl::Status checked = request_.check(part_.path());
    // An interrupt says nothing of it.
    if (!checked.ok() && ctx.Check().ok()) RETURN_IF_ERROR(part_.Restart(""));
    RETURN_IF_ERROR(checked);
  }
  RETURN_IF_ERROR(part_.Finish());
  return Download{.changed = true, .version = version};
}

// A server that is overloaded may come back; what else it answers is meant.
bool Downloader::MayGoOn(const absl::Status& failure) const {
  return absl::IsUnavailable(failure) &&
         (refusal_.ok() || head_.status >= kInternalServerError) &&
         came_.has_value() && MonotonicNow() - *came_ < request_.patience;
}

// One answer, to its end. kAborted if it cannot be joined to what is there,
// which is dropped: the next one will.
absl::Status Downloader::Try(const Context& ctx) {
  head_ = HttpResponse();
  total_ = std::nullopt;
  meter_ = std::nullopt;
  refusal_ = absl::OkStatus();
  const absl::Status sent = Send(ctx);
  RETURN_IF_ERROR(refusal_);
  RETURN_IF_ERROR(sent);
  if (head_.status == kNotModified && !request_.version.empty()) {
    return absl::OkStatus();
  }
  // Without a body there was no call yet.
  if (!meter_.has_value()) refusal_ = BeginBody();
  RETURN_IF_ERROR(refusal_);
  if (total_.has_value() && part_.size() != *total_) {
    return absl::UnavailableError(absl::StrCat(
        part_.size(), " bytes have come, ", *total_, " were promised"));
  }
  return absl::OkStatus();
}

absl::Status Downloader::Send(const Context& ctx) {
  CurlHeaders headers;
  if (!request_.version.empty()) headers.Add(UnlessIs(request_.version));
  const bool resumes = part_.size() > 0 && !part_.version().empty();
  // The last byte again, so that there is something to be sent.
  asked_from_ = resumes ? part_.size() - 1 : 0;
  if (resumes) {
    headers.Add(absl::StrCat("Range: bytes=", asked_from_, "-"));
    headers.Add(absl::StrCat("If-Range: ", part_.version()));
  }
  CurlTransfer transfer;
  PrepareFetch(transfer, request_.url, "http,https");
  CURL* const easy = transfer.easy();
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &OnHead);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  return transfer.Run(ctx, request_.patience);
}

size_t Downloader::OnHead(char* data, size_t, size_t size, void* self) {
  ParseHeadLine(absl::string_view(data, size),
                static_cast<Downloader*>(self)->head_);
  return size;
}

size_t Downloader::OnBody(char* data, size_t, size_t size, void* self) {
  Downloader& downloader = *static_cast<Downloader*>(self);
  downloader.refusal_ = downloader.Take(absl::string_view(data, size));
  return downloader.refusal_.ok() ? size : 0;  // 0 ends the transfer
}

absl::Status Downloader::Take(absl::string_view bytes) {
  if (!meter_.has_value()) RETURN_IF_ERROR(BeginBody());
  came_ = MonotonicNow();
  RETURN_IF_ERROR(part_.Append(bytes));
  meter_->Add(static_cast<int64_t>(bytes.size()));
  return absl::OkStatus();
}

absl::Status Downloader::BeginBody() {
  if (head_.status == kOk) {
    RETURN_IF_ERROR(BeginWhole());
  } else if (head_.status == kPartialContent && part_.size() > 0) {
    RETURN_IF_ERROR(BeginRest());
  } else if (head_.status == kRangeNotSatisfiable && part_.size() > 0) {
    return DropPart();
  } else {
    return HttpStatusError(head_.status);
  }
  meter_.emplace(step_, total_, part_.size());
  return absl::OkStatus();
}

absl::Status Downloader::BeginWhole() {
  if (++starts_ > kMostStarts) {
    return absl::UnavailableError(
        "the connection keeps breaking, and the server does not go on where it "
        "broke");
  }
  total_ = Number(head_.Header("content-length"));
  return part_.Restart(VersionOf(head_));
}

absl::Status Downloader::BeginRest() {
  const std::string header = head_.Header("content-range");
  absl::string_view range = header;
  const std::string version = VersionOf(head_);
  if (!absl::ConsumePrefix(&range, absl::StrCat("bytes ", asked_from_, "-")) ||
      (!version.empty() && version != part_.version())) {
    return DropPart();
  }
  total_ = Number(range.substr(range.find('/') + 1));
  return part_.Truncate(asked_from_);
}

absl::Status Downloader::DropPart() {
  RETURN_IF_ERROR(part_.Restart(""));
  return absl::AbortedError("the server goes on elsewhere");
}

}  // namespace

absl::StatusOr<Download> DownloadFile(const Context& ctx,
                                      const DownloadRequest& request,
                                      Progress::Step& step) {
  ASSIGN_OR_RETURN(PartFile part, PartFile::Open(request.path, request.url));
  return Downloader(request, step, std::move(part)).Run(ctx);
}

}  // namespace minidcos
