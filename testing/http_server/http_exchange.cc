#include "testing/http_server/http_exchange.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "testing/http_server/socket_connection.h"

namespace minidcos {
namespace {

constexpr size_t kMaxHead = size_t{1} << 20;

std::string PercentDecode(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() &&
        absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      decoded += absl::HexStringToBytes(text.substr(i + 1, 2));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::multimap<std::string, std::string> ParseQuery(absl::string_view text) {
  std::multimap<std::string, std::string> query;
  for (const absl::string_view field :
       absl::StrSplit(text, '&', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(
        absl::StrReplaceAll(field, {{"+", " "}}), absl::MaxSplits('=', 1));
    query.emplace(PercentDecode(pair.first), PercentDecode(pair.second));
  }
  return query;
}

void AddHeader(absl::string_view line,
               std::map<std::string, std::string>& headers) {
  const std::pair<absl::string_view, absl::string_view> field =
      absl::StrSplit(line, absl::MaxSplits(':', 1));
  std::string& value = headers[absl::AsciiStrToLower(field.first)];
  absl::StrAppend(&value, value.empty() ? "" : ", ",
                  absl::StripAsciiWhitespace(field.second));
}

absl::string_view Reason(int status) {
  switch (status) {
    case 101:
      return "UPGRADED";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 404:
      return "Not Found";
    case 409:
      return "Conflict";
    default:
      return status < 400 ? "Other" : "Error";
  }
}

bool HasNoBody(int status) {
  return status < 200 || status == 204 || status == 304;
}

}  // namespace

std::string HttpServerRequest::Query(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? "" : found->second;
}

std::string HttpServerRequest::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

std::optional<HttpServerRequest> ReadRequestHead(SocketConnection& connection) {
  const std::optional<std::string> head =
      connection.ReadUntil("\r\n\r\n", kMaxHead);
  if (!head.has_value()) return std::nullopt;
  const std::vector<absl::string_view> lines = absl::StrSplit(*head, "\r\n");
  const std::vector<absl::string_view> words = absl::StrSplit(lines[0], ' ');
  if (words.size() != 3 || words[2] != "HTTP/1.1") return std::nullopt;
  const std::pair<absl::string_view, absl::string_view> target =
      absl::StrSplit(words[1], absl::MaxSplits('?', 1));
  HttpServerRequest request = {.method = std::string(words[0]),
                               .path = PercentDecode(target.first),
                               .query = ParseQuery(target.second),
                               .headers = {}};
  for (size_t i = 1; i < lines.size(); ++i)
    AddHeader(lines[i], request.headers);
  return request;
}

HttpExchange::HttpExchange(SocketConnection& connection,
                           HttpServerRequest request)
    : connection_(connection),
      request_(std::move(request)),
      keep_alive_(
          !absl::EqualsIgnoreCase(request_.Header("connection"), "close")) {
  if (request_.Header("content-length").empty() &&
      request_.Header("transfer-encoding").empty()) {
    body_ = "";
  }
}

const std::string& HttpExchange::Body() {
  if (body_.has_value()) return *body_;
  body_ = "";
  if (absl::EqualsIgnoreCase(request_.Header("expect"), "100-continue")) {
    connection_.Write("HTTP/1.1 100 Continue\r\n\r\n");
  }
  if (request_.Header("transfer-encoding") == "chunked") {
    if (!ReadChunks()) keep_alive_ = false;
    return *body_;
  }
  size_t size = 0;
  if (!absl::SimpleAtoi(request_.Header("content-length"), &size)) size = 0;
  body_ = connection_.ReadExactly(size);
  if (body_->size() < size) keep_alive_ = false;
  return *body_;
}

bool HttpExchange::ReadChunks() {
  while (true) {
    const std::optional<std::string> line =
        connection_.ReadUntil("\r\n", kMaxHead);
    uint32_t size = 0;
    if (!line.has_value() || !absl::SimpleHexAtoi(*line, &size)) return false;
    const std::string chunk = connection_.ReadExactly(size);
    body_->append(chunk);
    if (chunk.size() < size || connection_.ReadExactly(2) != "\r\n") {
      return false;
    }
    if (size == 0) return true;
  }
}

bool HttpExchange::Send(absl::string_view bytes) {
  return !lost_ && connection_.Write(bytes);
}

void HttpExchange::LoseAnswer() {
  lost_ = true;
  Abort();
}

void HttpExchange::SendHead(int status, const HttpServerHeaders& headers) {
  answered_ = true;
  // What is left of an unread body would be taken for the next request.
  if (!body_.has_value()) keep_alive_ = false;
  std::string head =
      absl::StrFormat("HTTP/1.1 %d %s\r\n", status, Reason(status));
  for (const auto& [name, value] : headers) {
    absl::StrAppend(&head, name, ": ", value, "\r\n");
  }
  if (!keep_alive_) absl::StrAppend(&head, "Connection: close\r\n");
  absl::StrAppend(&head, "\r\n");
  Send(head);
}

void HttpExchange::Respond(int status, absl::string_view body,
                           const HttpServerHeaders& headers) {
  HttpServerHeaders all = headers;
  if (!HasNoBody(status)) {
    all.emplace("Content-Length", absl::StrCat(body.size()));
  }
  SendHead(status, all);
  if (!HasNoBody(status) && request_.method != "HEAD") Send(body);
}

void HttpExchange::StartStream(int status, const HttpServerHeaders& headers) {
  HttpServerHeaders all = headers;
  all.emplace("Transfer-Encoding", "chunked");
  SendHead(status, all);
  streaming_ = true;
}

bool HttpExchange::Write(absl::string_view bytes) {
  if (bytes.empty()) return true;  // an empty chunk would end the stream
  if (!streaming_) return Send(bytes);
  return Send(absl::StrCat(absl::Hex(bytes.size()), "\r\n", bytes, "\r\n"));
}

void HttpExchange::Hijack(absl::string_view bytes) {
  answered_ = true;
  aborted_ = true;
  keep_alive_ = false;
  Send(bytes);
}

std::string HttpExchange::Read() { return connection_.ReadSome(); }

void HttpExchange::CloseWrite() { connection_.ShutdownWrite(); }

bool HttpExchange::Finish() {
  if (!answered_ && !aborted_) Respond(500);
  if (streaming_ && !aborted_) Send("0\r\n\r\n");
  if (!body_.has_value() && !aborted_) {
    // Closed at once, the answer could be lost with what is still coming.
    connection_.ShutdownWrite();
    while (!connection_.ReadSome().empty()) {
    }
  }
  return keep_alive_;
}

}  // namespace minidcos
