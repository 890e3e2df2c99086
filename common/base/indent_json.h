// JSON made readable, its values as they are.

#ifndef MINIDCOS_COMMON_BASE_INDENT_JSON_H_
#define MINIDCOS_COMMON_BASE_INDENT_JSON_H_

#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// `json` with each value on a line of its own, indented by 4 spaces, and a line
// end: {"a":[1]} becomes
//
//   {
//       "a": [
//           1
//       ]
//   }
//
// Numbers stay as they are written and members in their order, which a parser
// (json.h) need not keep. What is no JSON comes out somehow, nothing lost but
// white space.
std::string IndentJson(absl::string_view json);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_INDENT_JSON_H_
