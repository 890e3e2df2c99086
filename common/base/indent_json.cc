#include "common/base/indent_json.h"

#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

constexpr size_t kIndent = 4;

// Where the string that begins at `begin` ends, its quote included.
size_t EndOfString(absl::string_view json, size_t begin) {
  for (size_t i = begin + 1; i < json.size(); ++i) {
    if (json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      return i + 1;
    }
  }
  return json.size();
}

size_t SkipSpace(absl::string_view json, size_t at) {
  while (at < json.size() && absl::ascii_isspace(json[at])) ++at;
  return at;
}

}  // namespace

std::string IndentJson(absl::string_view json) {
  std::string out;
  size_t depth = 0;
  const auto new_line = [&] {
    out.push_back('\n');
    out.append(depth * kIndent, ' ');
  };
  for (size_t at = SkipSpace(json, 0); at < json.size();
       at = SkipSpace(json, at)) {
    const char c = json[at];
    if (c == '"') {
      const size_t end = EndOfString(json, at);
      out.append(json.data() + at, end - at);
      at = end;
      continue;
    }
    ++at;
    if (c == '}' || c == ']') {
      if (depth > 0) --depth;
      new_line();
    }
    out.push_back(c);
    if (c == ',') new_line();
    if (c == ':') out.push_back(' ');
    if (c != '{' && c != '[') continue;
    const size_t next = SkipSpace(json, at);
    if (next < json.size() && json[next] == c + 2) {
      // '}' is the second after '{', and ']' after '['.
      out.push_back(json[next]);
      at = next + 1;
    } else {
      ++depth;
      new_line();
    }
  }
  out.push_back('\n');
  return out;
}

}  // namespace minidcos
