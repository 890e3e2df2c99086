// Takes secrets out of text that leaves the machine: logs, configuration,
// command lines, JSON.
//
//   Redact("password: abc\n") == "password: [redacted]\n"
//
// Replaced by "[redacted]" are
//   - private keys in PEM form, over all their lines;
//   - values of keys, variables, flags and JSON members whose name says that
//     they are secret (find_secrets.h), also over several lines of YAML or
//     JSON, and {"name": "DB_PASSWORD", "value": ...};
//   - Authorization and Cookie headers, "auth" of Docker's registries, the
//     password in a URL or for curl;
//   - JSON Web Tokens, PEM in base64, password hashes as of crypt(5).
// A secret that nothing gives away stays. When in doubt, more goes.

#ifndef MINIDCOS_COMMON_BASE_REDACT_H_
#define MINIDCOS_COMMON_BASE_REDACT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// Redacts a text that comes in pieces. Of a line of more than 2 MiB, it holds
// that much; a secret longer than that takes the rest of its line with it.
class Redactor {
 public:
  // Adds `piece` to the text and returns what can be told by now.
  std::string Add(absl::string_view piece);

  // The rest, at the text's end.
  std::string Finish();

 private:
  void AddLine(absl::string_view line, std::string& out);
  void AddBeginning(std::string& out);
  bool IsHidden(absl::string_view line, std::string& out);
  bool IsInBlock(absl::string_view line);
  void LookAhead(absl::string_view line);

  // A line that is not whole yet.
  std::string pending_;
  // The rest of this line is part of a secret.
  bool skips_line_ = false;
  // How many more lines a private key may have; 0 outside one.
  int key_lines_ = 0;
  // Below a key without a value of its own: its value is what is indented more
  // than so much; -1 elsewhere.
  int block_indent_ = -1;
  // How many more lines may hold the "value" to a "name" that is secret.
  int value_lines_ = 0;
  // The next line is the value of a flag.
  bool hides_next_ = false;
};

// All of a text at once.
std::string Redact(absl::string_view text);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_REDACT_H_
