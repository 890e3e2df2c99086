#include "common/base/redact.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "re2/re2.h"

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

// Stands for itself in the patterns below: a secret's name; a string's inside.
constexpr char kName[] =
    R"([\w.\-]*(?:passw(?:or)?d|passphrase|secret|token|private[_-]?key|licen[cs]e|credential|(?:api|access)[_-]?key)[\w.\-]*)";
constexpr char kInside[] = R"((?:[^"\\]|\\.)*)";

// Bytes, for a log need not be UTF-8, and whatever the case.
std::unique_ptr<RE2> Compile(absl::string_view pattern) {
  RE2::Options options(RE2::Latin1);
  options.set_case_sensitive(false);
  options.set_log_errors(true);
  return std::make_unique<RE2>(
      absl::StrReplaceAll(pattern, {{"NAME", kName}, {"INSIDE", kInside}}),
      options);
}

// The groups of a pattern are the secret; there is one or the other.
const std::vector<std::unique_ptr<RE2>>& Patterns() {
  static const auto& patterns = *[] {
    auto* compiled = new std::vector<std::unique_ptr<RE2>>;
    for (
        const char* pattern : {
            // {"name": "value"}, {'name': 'value'}
            R"(["']NAME["']\s*[:=]\s*"(INSIDE))",
            R"(["']NAME["']\s*[:=]\s*'((?:[^'\\]|\\.)*))",
            // {"name": ["value"]}, {"name": {...}}, {"name": 5}
            R"(["']NAME["']\s*[:=]\s*(\[[^\]]+\]?|\{[^{}]+\}?))",
            R"(["']NAME["']\s*[:=]\s*([^\s,}\]\["'{]+))",
            // JSON in a JSON string
            R"(\\["']NAME\\+["']\s*[:=]\s*\\+"(.*?)\\+")",
            // {"name": "NAME", "value": "value"}, and the other way round
            R"("name"\s*:\s*"NAME"[^{}]*?"value"\s*:\s*"(INSIDE))",
            R"("value"\s*:\s*"(INSIDE)["][^{}]*?"name"\s*:\s*"NAME")",
            // ["NAME=value"], ["--name", "value"]
            R"("NAME=(INSIDE))",
            R"("--NAME"\s*,\s*"(INSIDE))",
            // name=value, name="value"; with a line of its own, to its end
            R"(\bNAME\s*=\s*"(INSIDE))",
            R"(\bNAME\s*=\s*'([^']*))",
            R"(\bNAME=([^\s"',;&]+))",
            R"(^\s*(?:export\s+)?\bNAME\s*=\s*(.+))",
            // name: value, name: "value"
            R"(\bNAME:\s*"(INSIDE))",
            R"(\bNAME:\s*'([^']*))",
            R"(\bNAME:\s*([^\s"'][^"]*))",
            R"(--NAME\s+([^\s"']+))",
            R"(\b(?:authorization|cookie)\\*["']?\s*[:=]\s*\\*["']?([^"']+))",
            R"("auth"\s*:\s*"(INSIDE))",
            R"(\bbearer\s+([\w.~+/=\-]+))",
            R"([a-z][a-z0-9+.\-]*://[^\s/"'@:]*:([^\s/"'@]+)@)",
            R"((eyJ[\w\-]{6,}\.[\w\-]{6,}(?:\.[\w\-]*)?))",
            R"((\$(?:[0-9]|2[abxy]|y|gy|apr1|argon2(?:id|i|d))\$[./\w$=,+\-]{12,}))",
            R"(-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----(.+?)(?:-----END|$))",
        }) {
      compiled->push_back(Compile(pattern));
    }
    return compiled;
  }();
  return patterns;
}

bool Matches(absl::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

// Whether any pattern may match: nearly every line is done with this.
bool IsSuspect(absl::string_view text) {
  static const RE2& sign =
      *Compile(
           R"(passw|passphrase|secret|token|private|licen|credential|key|auth|)"
           R"(cookie|bearer|eyJ|://|\$[0-9a-z]+\$)")
           .release();
  return Matches(text, sign);
}

struct Secret {
  // Of what gives it away, and of itself.
  size_t context = 0;
  size_t begin = 0;
  size_t end = 0;
};

bool IsNoSecret(absl::string_view value) {
  static const RE2& harmless =
      *Compile(
           R"(^\s*(?:true|false|null|none|yes|no|[|>][-+0-9]*)?[\s,;}\])]*$)")
           .release();
  return Matches(value, harmless);
}

void Find(const RE2& pattern, absl::string_view text,
          std::vector<Secret>& found) {
  re2::StringPiece match[3];
  const re2::StringPiece piece(text.data(), text.size());
  size_t from = 0;
  while (pattern.Match(piece, from, piece.size(), RE2::UNANCHORED, match, 2)) {
    const size_t begin = match[1].data() - piece.data();
    const size_t end = begin + match[1].size();
    if (!IsNoSecret(absl::string_view(match[1].data(), match[1].size()))) {
      const size_t context = match[0].data() - piece.data();
      found.push_back({.context = context, .begin = begin, .end = end});
    }
    from = std::max(end, from + 1);
  }
}

// The secrets of a line, in order; none overlaps another.
std::vector<Secret> FindAll(absl::string_view text) {
  std::vector<Secret> found;
  if (!IsSuspect(text)) return found;
  for (const auto& pattern : Patterns()) Find(*pattern, text, found);
  std::sort(found.begin(), found.end(),
            [](const Secret& a, const Secret& b) { return a.begin < b.begin; });
  std::vector<Secret> merged;
  for (const Secret& secret : found) {
    if (merged.empty() || secret.begin > merged.back().end) {
      merged.push_back(secret);
    } else {
      merged.back().end = std::max(merged.back().end, secret.end);
      merged.back().context = std::min(merged.back().context, secret.context);
    }
  }
  return merged;
}

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

int IndentOf(absl::string_view line) {
  const size_t indent = line.find_first_not_of(" \t");
  return indent == absl::string_view::npos ? -1 : static_cast<int>(indent);
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
  const std::vector<Secret> secrets = FindAll(pending_);
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
  const std::vector<Secret> secrets = FindAll(text);
  AppendRedacted(text, secrets, out);
  if (ends) out.push_back('\n');
  LookAhead(text);
}

// Whether `line` is inside a secret that began on an earlier one.
bool Redactor::IsHidden(absl::string_view line, std::string& out) {
  static const RE2& key_end = *Compile("-----END ").release();
  static const RE2& value = *Compile(R"(^\s*"?value"?\s*:)").release();
  if (key_lines_ > 0) {
    --key_lines_;
    if (!Matches(line, key_end)) return true;
    key_lines_ = 0;
    absl::StrAppend(&out, kRedacted, "\n");
    return false;
  }
  if (block_indent_ >= 0) {
    const int indent = IndentOf(absl::StripSuffix(line, "\n"));
    const bool is_item =
        indent == block_indent_ &&
        absl::StartsWith(absl::StripLeadingAsciiWhitespace(line), "- ");
    if (indent < 0 || indent > block_indent_ || is_item) {
      absl::StrAppend(&out, line.substr(0, std::max(indent, 0)), kRedacted,
                      "\n");
      return true;
    }
    block_indent_ = -1;
  }
  if (value_lines_ > 0) {
    --value_lines_;
    if (Matches(line, value)) {
      value_lines_ = 0;
      absl::StrAppend(&out, line.substr(0, line.find(':') + 1), " ", kRedacted,
                      "\n");
      return true;
    }
  }
  return false;
}

// Notes that a secret begins on this line and goes on below.
void Redactor::LookAhead(absl::string_view line) {
  static const RE2& key =
      *Compile(R"(-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----)").release();
  static const RE2& block =
      *Compile(
           R"(^\s*(?:-\s+)?["']?NAME["']?\s*[:=]\s*(?:[|>][-+0-9]*|\[|\{)?\s*$)")
           .release();
  static const RE2& name =
      *Compile(R"(^\s*-?\s*"?name"?\s*:\s*["']?NAME)").release();
  if (!IsSuspect(line)) return;
  if (Matches(line, key) && !absl::StrContains(line, "-----END ")) {
    key_lines_ = kMostKeyLines;
  } else if (Matches(line, block)) {
    block_indent_ = IndentOf(line);
  } else if (Matches(line, name)) {
    value_lines_ = kMostValueLines;
  }
}

std::string Redact(absl::string_view text) {
  Redactor redactor;
  std::string redacted = redactor.Add(text);
  absl::StrAppend(&redacted, redactor.Finish());
  return redacted;
}

bool IsSecretName(absl::string_view name) {
  static const RE2& form = *Compile("^NAME$").release();
  return Matches(name, form);
}

}  // namespace minidcos
