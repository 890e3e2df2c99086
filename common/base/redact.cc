#include "common/base/redact.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/find_secrets.h"

namespace minidcos {
namespace {

constexpr char kRedacted[] = "[redacted]";

// A longer line is told in pieces, so much of it being held back each time:
// what is shorter than that is seen whole.
constexpr size_t kMostPending = size_t{2} << 20;
constexpr size_t kHeldBack = size_t{1} << 20;

// Lines of a PEM file with a key of 16384 bits, and some.
constexpr int kMostKeyLines = 250;

// Lines between "name" and "value" of one JSON object.
constexpr int kMostValueLines = 4;

void AppendRedacted(absl::string_view text, const std::vector<Secret>& secrets,
                    std::string& out) {
  size_t told = 0;
  for (const Secret& secret : secrets) {
    if (secret.end > text.size()) break;
    absl::StrAppend(&out, text.substr(told, secret.begin - told), kRedacted);
    told = secret.end;
  }
  absl::StrAppend(&out, text.substr(told));
}

// -1 if the line is empty.
int IndentOf(absl::string_view line) {
  const size_t indent = line.find_first_not_of(" \t\n");
  return indent == absl::string_view::npos ? -1 : static_cast<int>(indent);
}

void HideLine(absl::string_view line, std::string& out) {
  const int indent = IndentOf(line);
  absl::StrAppend(&out, line.substr(0, std::max(indent, 0)), kRedacted, "\n");
}

}  // namespace

std::string Redactor::Add(absl::string_view piece) {
  std::string out;
  while (true) {
    const size_t end = piece.find('\n');
    if (end == absl::string_view::npos) break;
    if (skips_line_) {
      skips_line_ = false;
      out.push_back('\n');
    } else if (pending_.empty()) {
      AddLine(piece.substr(0, end + 1), out);
    } else {
      absl::StrAppend(&pending_, piece.substr(0, end + 1));
      AddLine(pending_, out);
      pending_.clear();
    }
    piece.remove_prefix(end + 1);
  }
  if (!skips_line_) absl::StrAppend(&pending_, piece);
  if (pending_.size() > kMostPending) AddBeginning(out);
  return out;
}

std::string Redactor::Finish() {
  std::string out;
  if (!pending_.empty()) AddLine(pending_, out);
  pending_.clear();
  return out;
}

// Tells the beginning of a line that is too long to be held.
void Redactor::AddBeginning(std::string& out) {
  const std::vector<Secret> secrets = FindSecrets(pending_);
  size_t cut = kMostPending - kHeldBack;
  for (auto secret = secrets.rbegin(); secret != secrets.rend(); ++secret) {
    if (secret->context < cut && cut < secret->end) cut = secret->context;
  }
  const absl::string_view told = absl::string_view(pending_).substr(0, cut);
  AppendRedacted(told, secrets, out);
  pending_.erase(0, cut);
  if (cut == 0) {
    absl::StrAppend(&out, kRedacted);
    pending_.clear();
    skips_line_ = true;
  }
}

void Redactor::AddLine(absl::string_view line, std::string& out) {
  if (IsHidden(line, out)) return;
  absl::string_view text = line;
  const bool ends = absl::ConsumeSuffix(&text, "\n");
  const std::vector<Secret> secrets = FindSecrets(text);
  AppendRedacted(text, secrets, out);
  if (ends) out.push_back('\n');
  LookAhead(text);
}

// Whether `line` is inside a secret that began on an earlier one.
bool Redactor::IsHidden(absl::string_view line, std::string& out) {
  if (key_lines_ > 0) {
    --key_lines_;
    if (!absl::StrContains(line, "-----END ")) return true;
    key_lines_ = 0;
    absl::StrAppend(&out, kRedacted, "\n");
    return false;
  }
  if (hides_next_ || IsInBlock(line)) {
    hides_next_ = false;
    HideLine(line, out);
    return true;
  }
  if (value_lines_ == 0) return false;
  --value_lines_;
  if (!IsValueMember(line)) return false;
  value_lines_ = 0;
  absl::StrAppend(&out, line.substr(0, line.find(':') + 1), " ", kRedacted,
                  "\n");
  return true;
}

bool Redactor::IsInBlock(absl::string_view line) {
  if (block_indent_ < 0) return false;
  const int indent = IndentOf(line);
  // YAML's lists need not be indented.
  const bool is_item =
      indent == block_indent_ &&
      absl::StartsWith(absl::StripLeadingAsciiWhitespace(line), "- ");
  if (indent < 0 || indent > block_indent_ || is_item) return true;
  block_indent_ = -1;
  return false;
}

// Notes that a secret begins on this line and goes on below.
void Redactor::LookAhead(absl::string_view line) {
  switch (SecretBelow(line)) {
    case Below::kNothing:
      break;
    case Below::kPrivateKey:
      key_lines_ = kMostKeyLines;
      break;
    case Below::kBlock:
      block_indent_ = IndentOf(line);
      break;
    case Below::kNextLine:
      hides_next_ = true;
      break;
    case Below::kValueMember:
      value_lines_ = kMostValueLines;
      break;
  }
}

std::string Redact(absl::string_view text) {
  Redactor redactor;
  std::string redacted = redactor.Add(text);
  absl::StrAppend(&redacted, redactor.Finish());
  return redacted;
}

}  // namespace minidcos
