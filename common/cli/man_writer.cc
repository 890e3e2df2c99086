#include "common/cli/man_writer.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/cli/text.h"
#include "common/cli/version.h"

namespace minidcos {
namespace {

constexpr size_t kSourceColumns = 72;

// A flag or the name of a program.
bool IsToBeTyped(absl::string_view word) {
  return (absl::StartsWith(word, "--") && word.size() > 2 &&
          absl::ascii_islower(word[2])) ||
         (absl::StartsWith(word, "minidcos-") && word.size() > 9);
}

bool IsOfAName(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
}

// A word of prose, which brackets and the like may surround.
std::string ProseWord(absl::string_view word) {
  const absl::string_view before =
      word.substr(0, word.find_first_not_of("('\""));
  absl::string_view name = word.substr(before.size());
  if (!IsToBeTyped(name)) return EscapeRoff(word);
  size_t size = 0;
  while (size < name.size() && IsOfAName(name[size])) ++size;
  return absl::StrCat(EscapeRoff(before), Bold(name.substr(0, size)),
                      EscapeRoff(name.substr(size)));
}

// A line of input that is no request.
std::string TextLine(const std::string& roff) {
  return absl::StrCat(absl::StartsWith(roff, ".") ? "\\&" : "", roff, "\n");
}

std::string Prose(absl::string_view text) {
  std::string lines;
  for (const std::string& line : Wrap(text, kSourceColumns)) {
    std::vector<std::string> words;
    for (const absl::string_view word : absl::StrSplit(line, ' ')) {
      words.push_back(ProseWord(word));
    }
    absl::StrAppend(&lines, TextLine(absl::StrJoin(words, " ")));
  }
  return lines;
}

}  // namespace

std::string EscapeRoff(absl::string_view text) {
  // By their names, for troff shows other characters for them.
  static const auto& names = *new std::map<char, absl::string_view>{
      {'\\', "\\(rs"}, {'-', "\\-"},   {'\'', "\\(aq"}, {'`', "\\(ga"},
      {'^', "\\(ha"},  {'~', "\\(ti"}, {'"', "\\(dq"}};
  std::string escaped;
  for (const char c : text) {
    const auto name = names.find(c);
    if (name == names.end()) {
      escaped.push_back(c);
    } else {
      absl::StrAppend(&escaped, name->second);
    }
  }
  return escaped;
}

std::string Bold(absl::string_view text) {
  return absl::StrCat("\\fB", EscapeRoff(text), "\\fR");
}

std::string Italic(absl::string_view text) {
  return absl::StrCat("\\fI", EscapeRoff(text), "\\fR");
}

ManWriter::ManWriter(absl::string_view name)
    : name_(name),
      // Without a date, so that the same source makes the same page. Neither
      // hyphens nor wide spaces, for much of it is typed.
      page_(absl::StrCat(".TH \"", EscapeRoff(absl::AsciiStrToUpper(name)),
                         "\" 1 \"\" \"minidcos ", kVersion,
                         "\" \"minidcos manual\"\n.nh\n.ad l\n")) {}

void ManWriter::Name(absl::string_view summary) {
  Section("NAME");
  std::string phrase(absl::StripSuffix(summary, "."));
  if (!phrase.empty()) phrase[0] = absl::ascii_tolower(phrase[0]);
  absl::StrAppend(&page_, EscapeRoff(name_), " \\- ", EscapeRoff(phrase), "\n");
}

void ManWriter::Synopsis(absl::string_view command, absl::string_view usage) {
  absl::StrAppend(&page_, at_title_ ? "" : ".br\n", Bold(command), " ",
                  Italic(usage), "\n");
  at_title_ = false;
}

void ManWriter::Section(absl::string_view title) {
  absl::StrAppend(&page_, ".SH \"", EscapeRoff(title), "\"\n");
  at_title_ = true;
}

void ManWriter::Subsection(absl::string_view title) {
  absl::StrAppend(&page_, ".SS \"", EscapeRoff(title), "\"\n");
  at_title_ = true;
}

void ManWriter::Paragraph(absl::string_view text) {
  std::vector<absl::string_view> prose;
  std::vector<absl::string_view> as_it_is;
  const auto write = [&] {
    if (!prose.empty()) {
      absl::StrAppend(&page_, Prose(absl::StrJoin(prose, "\n")));
    }
    if (!as_it_is.empty()) Lines(as_it_is);
    prose.clear();
    as_it_is.clear();
  };
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const bool is_prose = !absl::StartsWith(line, " ");
    if (is_prose && !as_it_is.empty()) write();
    (is_prose ? prose : as_it_is)
        .push_back(absl::StripLeadingAsciiWhitespace(line));
  }
  write();
}

void ManWriter::Text(absl::string_view text) {
  for (const absl::string_view paragraph : absl::StrSplit(text, "\n\n")) {
    if (!at_title_) absl::StrAppend(&page_, ".PP\n");
    at_title_ = false;
    Paragraph(paragraph);
  }
}

void ManWriter::Item(absl::string_view tag, absl::string_view text) {
  at_title_ = false;
  absl::StrAppend(&page_, ".TP\n", tag, "\n", Prose(text));
}

void ManWriter::Lines(const std::vector<absl::string_view>& lines) {
  absl::StrAppend(&page_, ".RS 2\n.EX\n");
  for (const absl::string_view line : lines) {
    absl::StrAppend(&page_, TextLine(EscapeRoff(line)));
  }
  absl::StrAppend(&page_, ".EE\n.RE\n");
}

void ManWriter::SeeAlso(const std::vector<std::string>& names) {
  Section("SEE ALSO");
  absl::StrAppend(&page_,
                  absl::StrJoin(names, ",\n",
                                [](std::string* out, const std::string& name) {
                                  absl::StrAppend(out, Bold(name), "(1)");
                                }),
                  "\n");
}

}  // namespace minidcos
