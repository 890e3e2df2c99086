#include "testing/http_server/served_file.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"

namespace minidcos {

HttpHandler ServedFile::Handler() {
  return [this](HttpExchange& exchange) {
    const Answer answer = Choose(exchange.request());
    exchange.Hijack(answer.head);
    if (exchange.request().method != "HEAD") exchange.Write(answer.body);
    while (answer.stalls && !exchange.Read().empty()) {
    }
  };
}

void ServedFile::Change(const std::string& content) {
  const std::lock_guard<std::mutex> lock(mutex_);
  content_ = content;
  ++changes_;
}

std::vector<std::string> ServedFile::answers() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return answers_;
}

void ServedFile::SetManners(const Manners& manners) {
  const std::lock_guard<std::mutex> lock(mutex_);
  manners_ = manners;
}

void ServedFile::AddFault(const Fault& fault) {
  const std::lock_guard<std::mutex> lock(mutex_);
  faults_.push_back(fault);
}

// The ETag, or the date.
std::string ServedFile::Version() const {
  if (manners_.etag) return absl::StrCat("\"v", changes_, "\"");
  if (!manners_.date) return "";
  return absl::StrCat("Sun, 0", changes_ + 1, " Nov 2026 10:00:00 GMT");
}

// The byte that the request wants to begin with; 0 for all of them.
size_t ServedFile::RangeOf(const HttpServerRequest& request) const {
  const std::string header = request.Header("range");
  absl::string_view range = header;
  size_t from = 0;
  const bool is_range =
      manners_.ranges && absl::ConsumePrefix(&range, "bytes=") &&
      absl::ConsumeSuffix(&range, "-") && absl::SimpleAtoi(range, &from);
  const bool is_same =
      !manners_.if_range || request.Header("if-range") == Version();
  return is_range && is_same ? from : 0;
}

ServedFile::Answer ServedFile::Choose(const HttpServerRequest& request) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Fault fault;
  if (!faults_.empty()) {
    fault = faults_.front();
    faults_.pop_front();
  }
  Answer answer;
  const std::string version = Version();
  std::string more;
  if (!version.empty()) {
    more = absl::StrCat(manners_.etag ? "ETag: " : "Last-Modified: ", version,
                        "\r\n");
  }
  if (fault.status != 0) {
    answer.status = fault.status;
  } else if (!version.empty() &&
             (request.Header("if-none-match") == version ||
              request.Header("if-modified-since") == version)) {
    answer.status = 304;
  } else if (const size_t from = RangeOf(request); from >= content_.size()) {
    answer.status = content_.empty() ? 200 : 416;
  } else {
    answer.from = from;
    answer.body = content_.substr(from);
    if (from > 0) {
      answer.status = 206;
      absl::StrAppend(&more, "Content-Range: bytes ", from, "-",
                      content_.size() - 1, "/", content_.size(), "\r\n");
    }
  }
  answer.head = absl::StrCat("HTTP/1.1 ", answer.status, " X\r\n", more,
                             "Content-Length: ", answer.body.size(),
                             "\r\nConnection: close\r\n\r\n");
  answer.body.resize(std::min(answer.body.size(), fault.cut));
  answer.stalls = fault.stalls;
  answers_.push_back(
      absl::StrCat(answer.status,
                   answer.from > 0 ? absl::StrCat(" from ", answer.from) : ""));
  return answer;
}

}  // namespace minidcos
