// Quoting for POSIX shells. An untrusted string reaches a shell only through
// these.

#ifndef MINIDCOS_COMMON_BASE_SHELL_QUOTE_H_
#define MINIDCOS_COMMON_BASE_SHELL_QUOTE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace minidcos {

// `word` as one word of a shell line; unchanged if it needs no quotes.
// ShellQuote("it's") is `'it'\''s'`; ShellQuote("") is `''`.
std::string ShellQuote(absl::string_view word);

// Every word quoted, joined by spaces.
std::string ShellQuoteAll(absl::Span<const std::string> words);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_SHELL_QUOTE_H_
