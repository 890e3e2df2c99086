// Writes a page of the manual in man(7), from plain text.
//
//   ManWriter man("minidcos-list");
//   man.Section("DESCRIPTION");
//   man.Text("Prints one cluster id a line. See --long.");
//   man.Item(Bold("-l") + ", " + Bold("--long"), "a table");
//   std::cout << man.page();

#ifndef MINIDCOS_COMMON_CLI_MAN_WRITER_H_
#define MINIDCOS_COMMON_CLI_MAN_WRITER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace minidcos {

// `text` such that troff shows just that.
std::string EscapeRoff(absl::string_view text);

// Bold: to be typed as it is. Italic: stands for something.
std::string Bold(absl::string_view text);
std::string Italic(absl::string_view text);

class ManWriter {
 public:
  // A page of section 1.
  explicit ManWriter(absl::string_view name);

  // The section that man and apropos find it by. `summary` is a sentence.
  void Name(absl::string_view summary);

  // A way to call it: what is typed as it is, then what stands for something.
  void Synopsis(absl::string_view command, absl::string_view usage);

  void Section(absl::string_view title);
  void Subsection(absl::string_view title);

  // Paragraphs, parted by an empty line. Lines that start with a space are left
  // as they are. Flags and names of programs come out bold.
  void Text(absl::string_view text);

  // A thing, given in roff, and what there is to say of it, as for Text.
  void Item(absl::string_view tag, absl::string_view text);

  // Lines as they are.
  void Lines(const std::vector<absl::string_view>& lines);

  // References to pages of section 1, joined by commas.
  void SeeAlso(const std::vector<std::string>& names);

  const std::string& page() const { return page_; }

 private:
  void Paragraph(absl::string_view text);

  const std::string name_;
  std::string page_;
  // Nothing has been written under the last title.
  bool at_title_ = false;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_MAN_WRITER_H_
