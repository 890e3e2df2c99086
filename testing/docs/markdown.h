// What a page of documentation says, as far as tests look at it.

#ifndef MINIDCOS_TESTING_DOCS_MARKDOWN_H_
#define MINIDCOS_TESTING_DOCS_MARKDOWN_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace minidcos {

struct MarkdownPage {
  // The targets of links, in order: "clusters.md#ids".
  std::vector<std::string> links;
  // What "#..." may name: a heading's words, small, joined by '-'.
  std::set<std::string> anchors;
  // Pieces of code: what is between backquotes, and the lines of blocks. Of a
  // block with prompts only what is typed, without "$ ", one command a piece.
  std::vector<std::string> code;
};

MarkdownPage ReadMarkdown(absl::string_view text);

// A word of a command line that calls one of our tools, and the flags behind
// it.
struct ToolCall {
  // "list"
  std::string tool;
  // As they are typed: "--output=json", "-l".
  std::vector<std::string> words;
};

// The calls in a piece of code: behind "minidcos TOOL" and "minidcos-TOOL", up
// to the end of the command.
std::vector<ToolCall> ToolCalls(absl::string_view code);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_DOCS_MARKDOWN_H_
