#include "common/cli/table.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/cli/text.h"

namespace minidcos {

std::string Table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], Columns(MaskToOneLine(row[i])));
    }
  }
  std::string lines;
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string cell = MaskToOneLine(row[i]);
      absl::StrAppend(&line, cell,
                      std::string(widths[i] + 2 - Columns(cell), ' '));
    }
    absl::StrAppend(&lines, absl::StripTrailingAsciiWhitespace(line), "\n");
  }
  return lines;
}

}  // namespace minidcos
