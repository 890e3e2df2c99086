#include "common/http/http_message.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace minidcos {

std::string HttpResponse::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

std::string UrlEncode(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
        absl::StrContains("-._~", absl::string_view(&c, 1))) {
      encoded += c;
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

std::string UrlWithQuery(
    absl::string_view path,
    const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string url(path);
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    url += separator;
    absl::StrAppend(&url, UrlEncode(name), "=", UrlEncode(value));
    separator = '&';
  }
  return url;
}

void ParseHeadLine(absl::string_view line, HttpResponse& response) {
  if (absl::StartsWith(line, "HTTP/")) {
    response.headers.clear();
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::MaxSplits(' ', 2));
    if (words.size() < 2 || !absl::SimpleAtoi(words[1], &response.status)) {
      response.status = 0;
    }
    return;
  }
  const std::pair<absl::string_view, absl::string_view> field =
      absl::StrSplit(line, absl::MaxSplits(':', 1));
  if (field.first.size() == line.size()) return;
  response.headers.emplace(
      absl::AsciiStrToLower(field.first),
      std::string(absl::StripAsciiWhitespace(field.second)));
}

}  // namespace minidcos
