#include "testing/docs/markdown.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace minidcos {
namespace {

// As GitHub makes it.
std::string Anchor(absl::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    if (c == ' ') anchor.push_back('-');
    if (absl::ascii_isalnum(c) || c == '-' || c == '_') {
      anchor.push_back(absl::ascii_tolower(c));
    }
  }
  return anchor;
}

void ReadLinks(absl::string_view line, std::vector<std::string>& links) {
  size_t begin;
  while ((begin = line.find("](")) != absl::string_view::npos) {
    line.remove_prefix(begin + 2);
    links.emplace_back(line.substr(0, line.find(')')));
  }
}

class Reader {
 public:
  MarkdownPage Read(absl::string_view text) {
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(line), "```")) {
        if (in_block_) EndBlock();
        in_block_ = !in_block_;
      } else if (in_block_) {
        block_.emplace_back(absl::StripLeadingAsciiWhitespace(line));
      } else {
        ReadLine(line);
      }
    }
    ReadSpans();
    return std::move(page_);
  }

 private:
  void ReadLine(absl::string_view line) {
    absl::string_view heading = line;
    if (absl::ConsumePrefix(&heading, "#")) {
      while (absl::ConsumePrefix(&heading, "#")) continue;
      page_.anchors.insert(Anchor(absl::StripAsciiWhitespace(heading)));
    }
    // Indented code, which in a list is indented more.
    if (absl::ConsumePrefix(&line, "    ")) {
      page_.code.emplace_back(absl::StripLeadingAsciiWhitespace(line));
    }
    ReadLinks(line, page_.links);
    absl::StrAppend(&prose_, line, "\n");
  }

  void EndBlock() {
    bool has_prompts = false;
    for (const std::string& line : block_) {
      has_prompts |= absl::StartsWith(line, "$ ");
    }
    bool goes_on = false;
    for (absl::string_view line : block_) {
      if (!has_prompts || absl::ConsumePrefix(&line, "$ ")) {
        page_.code.emplace_back(line);
      } else if (goes_on) {
        absl::StrAppend(&page_.code.back(), " ", line);
      } else {
        continue;
      }
      goes_on = absl::EndsWith(page_.code.back(), "\\");
      if (goes_on) page_.code.back().pop_back();
    }
    block_.clear();
  }

  // A span may go over the end of a line.
  void ReadSpans() {
    const std::vector<std::string> parts = absl::StrSplit(prose_, '`');
    for (size_t i = 1; i < parts.size(); i += 2) page_.code.push_back(parts[i]);
  }

  MarkdownPage page_;
  bool in_block_ = false;
  std::vector<std::string> block_;
  std::string prose_;
};

bool IsName(absl::string_view word) {
  if (word.empty()) return false;
  for (const char c : word) {
    if (!absl::ascii_islower(c) && c != '-') return false;
  }
  return word.front() != '-';
}

// Without the quotes and brackets of a shell.
absl::string_view Bare(absl::string_view word) {
  while (!word.empty() && absl::StrContains("'\"()`", word.front())) {
    word.remove_prefix(1);
  }
  while (!word.empty() && absl::StrContains("'\"()`;,", word.back())) {
    word.remove_suffix(1);
  }
  return word;
}

}  // namespace

MarkdownPage ReadMarkdown(absl::string_view text) {
  return Reader().Read(text);
}

std::vector<ToolCall> ToolCalls(absl::string_view code) {
  std::vector<ToolCall> calls;
  bool in_call = false;
  bool is_named = false;
  for (const absl::string_view word :
       absl::StrSplit(code, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    // Of "$(minidcos", "'minidcos" and "\"$(minidcos".
    absl::string_view name = Bare(absl::StripPrefix(Bare(word), "$"));
    if (in_call && !is_named) {
      if (name == "docker") continue;
      in_call = is_named = IsName(name);
      if (in_call) calls.push_back({std::string(name), {}});
    } else if (name == "minidcos") {
      in_call = true;
      is_named = false;
    } else if (absl::ConsumePrefix(&name, "minidcos-") && IsName(name)) {
      in_call = is_named = true;
      calls.push_back({std::string(name), {}});
    } else if (word == "|" || word == "&&" || word == "||" || word == ">" ||
               word == "#" || word == "2>/dev/null") {
      in_call = false;
    } else if (in_call) {
      calls.back().words.emplace_back(Bare(word));
    }
    if (absl::EndsWith(word, ";") || absl::StrContains(word, ")"))
      in_call = false;
  }
  return calls;
}

}  // namespace minidcos
