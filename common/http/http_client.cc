#include "common/http/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/http/curl_transfer.h"
#include "common/http/http_message.h"
#include "common/http/http_stream.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// For bodies that stream: libcurl's own buffers are small.
constexpr long kBodyBuffer = 256L << 10;

// What libcurl's callbacks work on.
struct Exchange {
  const HttpRequest& request;
  HttpResponse response;
  // What came from body_source, and how much of it is sent.
  std::string piece;
  size_t sent = 0;
  // An error of body_source or body_sink.
  absl::Status status;
};

size_t OnHeadLine(char* data, size_t, size_t size, void* user) {
  ParseHeadLine(absl::string_view(data, size),
                static_cast<Exchange*>(user)->response);
  return size;
}

size_t OnBody(char* data, size_t, size_t size, void* user) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  const absl::string_view piece(data, size);
  if (exchange.request.body_sink && exchange.response.Succeeded()) {
    exchange.status = exchange.request.body_sink(piece);
    return exchange.status.ok() ? size : CURL_WRITEFUNC_ERROR;
  }
  absl::StrAppend(&exchange.response.body, piece);
  return size;
}

size_t OnSend(char* buffer, size_t, size_t size, void* user) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  if (exchange.sent == exchange.piece.size()) {
    absl::StatusOr<std::string> piece = exchange.request.body_source();
    if (!piece.ok()) {
      exchange.status = std::move(piece).status();
      return CURL_READFUNC_ABORT;
    }
    exchange.piece = *std::move(piece);
    exchange.sent = 0;
  }
  const size_t count = std::min(size, exchange.piece.size() - exchange.sent);
  std::memcpy(buffer, exchange.piece.data() + exchange.sent, count);
  exchange.sent += count;
  return count;
}

void SetBody(CURL* easy, Exchange& exchange, CurlHeaders& headers) {
  const HttpRequest& request = exchange.request;
  if (request.body_source) {
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, kBodyBuffer);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &OnSend);
    curl_easy_setopt(easy, CURLOPT_READDATA, &exchange);
    headers.Add("Transfer-Encoding: chunked");
  } else if (!request.body.empty() || request.method == "POST" ||
             request.method == "PUT") {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
  } else if (request.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  }
}

void SetRequest(CURL* easy, Exchange& exchange, CurlHeaders& headers) {
  const HttpRequest& request = exchange.request;
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  if (request.body_sink) {
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, kBodyBuffer);
  }
  SetBody(easy, exchange, headers);
  if (request.method != "GET" && request.method != "HEAD") {
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    // On a connection that was kept, libcurl sends a request again if it breaks
    // before the answer. What is done must not be done twice.
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  }
  // libcurl would add these two of its own accord: a type that is wrong and a
  // second of waiting.
  if (request.headers.count("Content-Type") == 0) headers.Add("Content-Type:");
  headers.Add("Expect:");
  for (const auto& [name, value] : request.headers) {
    headers.Add(absl::StrCat(name, ": ", value));
  }
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &OnHeadLine);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
}

}  // namespace

HttpClient::HttpClient() : HttpClient(Options()) {}
HttpClient::HttpClient(Options options) : options_(std::move(options)) {}
HttpClient::~HttpClient() = default;

absl::StatusOr<HttpResponse> HttpClient::Send(const Context& ctx,
                                              const HttpRequest& request) {
  Exchange exchange = {.request = request};
  CurlHeaders headers;
  std::unique_ptr<CurlTransfer> transfer = TakeTransfer();
  transfer->Reset(options_);
  SetRequest(transfer->easy(), exchange, headers);
  const absl::Status status = transfer->Run(ctx, request.silence_timeout);
  RETURN_IF_ERROR(exchange.status);
  RETURN_IF_ERROR(status);
  KeepTransfer(std::move(transfer));
  return std::move(exchange.response);
}

absl::StatusOr<HttpClient::Upgraded> HttpClient::Upgrade(
    const Context& ctx, const HttpRequest& request) {
  auto transfer = std::make_unique<CurlTransfer>();
  transfer->Reset(options_);
  curl_easy_setopt(transfer->easy(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(transfer->easy(), CURLOPT_CONNECT_ONLY, 1L);
  RETURN_IF_ERROR(transfer->Run(ctx, request.silence_timeout));
  Upgraded upgraded = {
      .response = {},
      .stream = std::make_unique<HttpStream>(std::move(transfer))};
  ASSIGN_OR_RETURN(upgraded.response, upgraded.stream->Open(ctx, request));
  if (upgraded.response.status != 101 && upgraded.response.status != 200) {
    upgraded.stream = nullptr;
  }
  return upgraded;
}

std::unique_ptr<CurlTransfer> HttpClient::TakeTransfer() {
  const absl::MutexLock lock(&mutex_);
  if (idle_.empty()) return std::make_unique<CurlTransfer>();
  std::unique_ptr<CurlTransfer> transfer = std::move(idle_.back());
  idle_.pop_back();
  return transfer;
}

void HttpClient::KeepTransfer(std::unique_ptr<CurlTransfer> transfer) {
  const absl::MutexLock lock(&mutex_);
  idle_.push_back(std::move(transfer));
}

}  // namespace minidcos
