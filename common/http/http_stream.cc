#include "common/http/http_stream.h"

#include <curl/curl.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/sockets.h"
#include "common/http/curl_transfer.h"
#include "common/http/http_message.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr size_t kPiece = 65536;
constexpr size_t kMaxHead = size_t{1} << 20;

absl::Status WaitFor(const Context& ctx, int fd, int16_t events) {
  RETURN_IF_ERROR(ctx.Check());
  pollfd fds[] = {{fd, events, 0}, {ctx.cancel_fd(), POLLIN, 0}};
  poll(fds, 2, ctx.PollTimeout());
  return ctx.Check();
}

absl::Status Broken(CURLcode code) {
  return absl::UnavailableError(
      absl::StrCat("the connection broke: ", curl_easy_strerror(code)));
}

std::string RequestText(const HttpRequest& request) {
  absl::string_view address = request.url;
  address.remove_prefix(address.find("://") + 3);
  const size_t slash = address.find('/');
  std::string text = absl::StrCat(
      request.method, " ",
      slash == absl::string_view::npos ? "/" : address.substr(slash),
      " HTTP/1.1\r\nHost: ", address.substr(0, slash),
      "\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n");
  for (const auto& [name, value] : request.headers) {
    absl::StrAppend(&text, name, ": ", value, "\r\n");
  }
  absl::StrAppend(&text, "Content-Length: ", request.body.size(), "\r\n\r\n",
                  request.body);
  return text;
}

// Decodes a chunked body into `body`. False if more has to come.
bool DecodeChunks(absl::string_view text, std::string& body) {
  body.clear();
  while (true) {
    const size_t end = text.find("\r\n");
    if (end == absl::string_view::npos) return false;
    uint32_t size = 0;
    // What is no chunk ends the body: this is but the text of an error.
    if (!absl::SimpleHexAtoi(text.substr(0, end), &size) || size == 0) {
      return true;
    }
    text.remove_prefix(end + 2);
    if (text.size() < size + 2) return false;
    absl::StrAppend(&body, text.substr(0, size));
    text.remove_prefix(size + 2);
  }
}

}  // namespace

HttpStream::HttpStream(std::unique_ptr<CurlTransfer> transfer)
    : transfer_(std::move(transfer)) {
  curl_socket_t fd = CURL_SOCKET_BAD;
  curl_easy_getinfo(transfer_->easy(), CURLINFO_ACTIVESOCKET, &fd);
  fd_ = fd;
}

HttpStream::~HttpStream() = default;

absl::StatusOr<HttpResponse> HttpStream::Open(const Context& ctx,
                                              const HttpRequest& request) {
  const Context patient = ctx.WithTimeout(request.silence_timeout);
  const auto exchange = [&]() -> absl::StatusOr<HttpResponse> {
    RETURN_IF_ERROR(Write(patient, RequestText(request)));
    ASSIGN_OR_RETURN(HttpResponse response, ReadHead(patient));
    if (response.status != 101 && response.status != 200) {
      RETURN_IF_ERROR(ReadBody(patient, response));
    }
    return response;
  };
  absl::StatusOr<HttpResponse> response = exchange();
  if (absl::IsDeadlineExceeded(response.status()) && ctx.Check().ok()) {
    return absl::UnavailableError(absl::StrCat(
        "no answer for ", absl::FormatDuration(request.silence_timeout)));
  }
  return response;
}

absl::StatusOr<HttpResponse> HttpStream::ReadHead(const Context& ctx) {
  size_t end = std::string::npos;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    ASSIGN_OR_RETURN(const std::string piece, Receive(ctx));
    if (piece.empty() || received_.size() > kMaxHead) {
      return absl::UnavailableError("the connection ended without an answer");
    }
    received_ += piece;
  }
  HttpResponse response;
  for (const absl::string_view line :
       absl::StrSplit(absl::string_view(received_).substr(0, end), "\r\n")) {
    ParseHeadLine(line, response);
  }
  if (response.status == 0) {
    return absl::UnavailableError("the answer is not HTTP");
  }
  received_.erase(0, end + 4);
  return response;
}

absl::Status HttpStream::ReadBody(const Context& ctx, HttpResponse& response) {
  const bool chunked = response.Header("transfer-encoding") == "chunked";
  size_t length = 0;
  const bool has_length =
      absl::SimpleAtoi(response.Header("content-length"), &length);
  while (true) {
    if (chunked) {
      if (DecodeChunks(received_, response.body)) return absl::OkStatus();
    } else {
      response.body = received_;
      if (has_length && received_.size() >= length) return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const std::string piece, Receive(ctx));
    if (piece.empty()) return absl::OkStatus();
    received_ += piece;
  }
}

absl::StatusOr<std::string> HttpStream::Read(const Context& ctx) {
  if (!received_.empty()) {
    std::string piece = received_.substr(0, kPiece);
    received_.erase(0, kPiece);
    return piece;
  }
  return Receive(ctx);
}

absl::StatusOr<std::string> HttpStream::Receive(const Context& ctx) {
  std::string piece(kPiece, '\0');
  while (true) {
    RETURN_IF_ERROR(ctx.Check());
    size_t got = 0;
    CURLcode code;
    {
      const absl::MutexLock lock(&mutex_);
      code = curl_easy_recv(transfer_->easy(), piece.data(), kPiece, &got);
    }
    if (code == CURLE_OK) {
      piece.resize(got);
      return piece;
    }
    if (code != CURLE_AGAIN) return Broken(code);
    RETURN_IF_ERROR(WaitFor(ctx, fd_, POLLIN));
  }
}

absl::Status HttpStream::Write(const Context& ctx, absl::string_view bytes) {
  while (!bytes.empty()) {
    RETURN_IF_ERROR(ctx.Check());
    size_t sent = 0;
    CURLcode code;
    {
      const absl::MutexLock lock(&mutex_);
      code =
          curl_easy_send(transfer_->easy(), bytes.data(), bytes.size(), &sent);
    }
    if (code == CURLE_OK) {
      bytes.remove_prefix(sent);
    } else if (code == CURLE_AGAIN) {
      RETURN_IF_ERROR(WaitFor(ctx, fd_, POLLOUT));
    } else {
      return Broken(code);
    }
  }
  // Room for what CloseWrite() sends by TLS.
  return Tls() == nullptr ? absl::OkStatus() : WaitFor(ctx, fd_, POLLOUT);
}

SSL* HttpStream::Tls() {
  const absl::MutexLock lock(&mutex_);
  const curl_tlssessioninfo* session = nullptr;
  curl_easy_getinfo(transfer_->easy(), CURLINFO_TLS_SSL_PTR, &session);
  return session == nullptr || session->backend != CURLSSLBACKEND_OPENSSL
             ? nullptr
             : static_cast<SSL*>(session->internals);
}

absl::StatusOr<std::string> HttpStream::TlsEnd(SSL* tls) {
  const absl::MutexLock lock(&mutex_);
  BIO* const memory = BIO_new(BIO_s_mem());
  BIO* const connection = SSL_get_wbio(tls);
  BIO_up_ref(connection);
  SSL_set0_wbio(tls, memory);
  const bool ended = SSL_shutdown(tls) >= 0;
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory, &bytes);
  std::string end(bytes, size);
  SSL_set0_wbio(tls, connection);
  if (!ended) return absl::UnavailableError("the connection broke");
  return end;
}

absl::Status HttpStream::CloseWrite() {
  if (SSL* const tls = Tls(); tls != nullptr) {
    ASSIGN_OR_RETURN(const std::string end, TlsEnd(tls));
    // Who is gone need not be told. There is room for it: Write() has seen to
    // that.
    if (SendWithoutSignal(fd_, end) < 0 && errno == EAGAIN) {
      return absl::UnavailableError("the connection takes no more");
    }
    return absl::OkStatus();
  }
  if (shutdown(fd_, SHUT_WR) != 0 && errno != ENOTCONN) {
    return absl::UnavailableError(
        absl::StrCat("the connection broke: ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
