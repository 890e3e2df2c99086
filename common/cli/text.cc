#include "common/cli/text.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace minidcos {
namespace {

// C1 controls, such as the one-character CSI, are two bytes in UTF-8.
bool IsC1Control(absl::string_view text, size_t at) {
  if (text[at] != '\xC2' || at + 1 == text.size()) return false;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  return next >= 0x80 && next <= 0x9F;
}

bool StartsCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

// Edits (insert, remove, replace, swap neighbours) that turn `a` into `b`.
size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<std::vector<size_t>> cost(a.size() + 1,
                                        std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  std::iota(cost[0].begin(), cost[0].end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replace = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                             cost[i - 1][j - 1] + replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string MaskControls(absl::string_view text) {
  std::string masked;
  masked.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    if (byte == '\r') continue;
    if (IsC1Control(text, i)) {
      masked += '?';
      ++i;
    } else {
      const bool harmless =
          byte == '\n' || byte == '\t' || !absl::ascii_iscntrl(byte);
      masked += harmless ? byte : '?';
    }
  }
  return masked;
}

std::string MaskToOneLine(absl::string_view text) {
  std::string line = MaskControls(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

std::string Indent(absl::string_view text, absl::string_view indent) {
  return absl::StrCat(indent, absl::StrJoin(absl::StrSplit(text, '\n'),
                                            absl::StrCat("\n", indent)));
}

std::vector<std::string> Wrap(absl::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (const absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    lines.emplace_back();
    if (absl::StartsWith(paragraph, " ")) {
      lines.back() = std::string(paragraph);
      continue;
    }
    for (const absl::string_view word :
         absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      std::string& line = lines.back();
      if (line.empty()) {
        line = std::string(word);
      } else if (Columns(line) + 1 + Columns(word) <= width) {
        absl::StrAppend(&line, " ", word);
      } else {
        lines.emplace_back(word);
      }
    }
  }
  return lines;
}

size_t Columns(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), StartsCharacter);
}

absl::string_view FirstColumns(absl::string_view text, size_t columns) {
  size_t end = 0;
  for (size_t seen = 0; end < text.size(); ++end) {
    if (StartsCharacter(text[end]) && seen++ == columns) break;
  }
  return text.substr(0, end);
}

std::string ShortSeconds(absl::Duration duration) {
  const double seconds = absl::ToDoubleSeconds(duration);
  return seconds < 10 ? absl::StrFormat("%.1f s", seconds)
                      : absl::StrFormat("%.0f s", seconds);
}

std::string ShortAge(absl::Duration age) {
  if (age >= absl::Hours(24)) {
    return absl::StrCat(age / absl::Hours(24), "d");
  }
  if (age >= absl::Hours(1)) return absl::StrCat(age / absl::Hours(1), "h");
  if (age >= absl::Minutes(1)) return absl::StrCat(age / absl::Minutes(1), "m");
  return absl::StrCat(std::max<int64_t>(0, age / absl::Seconds(1)), "s");
}

std::string UtcTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

std::string Nearest(absl::string_view word,
                    const std::vector<std::string>& candidates) {
  std::string nearest;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const size_t distance = EditDistance(word, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace minidcos
