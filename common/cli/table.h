// Columns for people to read.

#ifndef MINIDCOS_COMMON_CLI_TABLE_H_
#define MINIDCOS_COMMON_CLI_TABLE_H_

#include <string>
#include <vector>

namespace minidcos {

// `rows` as lines, the cells of a column below each other, two spaces between
// columns and none at a line's end. A row may be shorter than others. Control
// characters in cells are masked, for what a cell says need not be ours.
//
//   Table({{"ID", "STATE"}, {"default", "running"}})
//
//   ID       STATE
//   default  running
std::string Table(const std::vector<std::vector<std::string>>& rows);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_TABLE_H_
