// Text for people: made safe for a terminal, wrapped, and the word they meant.

#ifndef MINIDCOS_COMMON_CLI_TEXT_H_
#define MINIDCOS_COMMON_CLI_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace minidcos {

// `text` with every control character but line feed and tab replaced by '?', so
// that what an engine or a node says cannot drive the user's terminal. Carriage
// returns are dropped.
std::string MaskControls(absl::string_view text);

// The same on one line: line feeds and tabs become spaces.
std::string MaskToOneLine(absl::string_view text);

// `text` with `indent` before every line.
std::string Indent(absl::string_view text, absl::string_view indent);

// `text` broken at spaces into lines of at most `width` columns, a longer word
// on a line of its own. Its own line feeds are kept, and so are lines that
// start with a space.
std::vector<std::string> Wrap(absl::string_view text, size_t width);

// Columns that `text`, UTF-8, takes, each character counted as one.
size_t Columns(absl::string_view text);

// The first `columns` columns of `text`, whole characters only.
absl::string_view FirstColumns(absl::string_view text, size_t columns);

// Time as steps show it: "1.2 s", "75 s".
std::string ShortSeconds(absl::Duration duration);

// How long ago something was, in one unit, rounded down: "45s", "12m", "5h",
// "3d".
std::string ShortAge(absl::Duration age);

// `time` as programs read it: "2026-11-22T17:45:00Z".
std::string UtcTime(absl::Time time);

// The candidate that `word` is most likely a misspelling of; empty if none is
// near.
std::string Nearest(absl::string_view word,
                    const std::vector<std::string>& candidates);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_TEXT_H_
