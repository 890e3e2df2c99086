#include "common/base/find_secrets.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

// Stands for itself in the patterns below: a secret's name; a string's inside.
constexpr char kName[] =
    R"([\w.\-]*(?:passw(?:or)?d|passphrase|secret|token|private[_-]?key|licen[cs]e|credential|(?:api|access|account)[_-]?key|login_pw)[\w.\-]*)";
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
            R"(<NAME>([^<]+))",
            R"(\bcurl\s(?:.*\s)?(?:-u|--user)[\s=]+[^\s:]+:([^\s"']+))",
            R"((LS0tLS1CRUdJTi[\w+/=]+))",
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
           R"(cookie|bearer|curl|login_pw|LS0tLS1|eyJ|://|\$[0-9a-z]+\$)")
           .release();
  return Matches(text, sign);
}

bool IsNoSecret(absl::string_view value) {
  static const RE2& harmless =
      *Compile(
           R"(^\s*(?:true|false|null|none|yes|no|\\|[|>][-+0-9]*)?[\s,;}\])]*$)")
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

}  // namespace

std::vector<Secret> FindSecrets(absl::string_view line) {
  std::vector<Secret> found;
  if (!IsSuspect(line)) return found;
  for (const auto& pattern : Patterns()) Find(*pattern, line, found);
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

Below SecretBelow(absl::string_view line) {
  static const RE2& key =
      *Compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----").release();
  static const RE2& block =
      *Compile(
           R"(^\s*(?:-\s+)?["']?NAME["']?\s*[:=]\s*(?:[|>][-+0-9]*|\[|\{)?\s*$)")
           .release();
  static const RE2& flag =
      *Compile(R"(^\s*(?:-\s+)?["']?--NAME["']?,?\s*\\?\s*$)").release();
  static const RE2& name =
      *Compile(R"(^\s*-?\s*"?name"?\s*:\s*["']?NAME)").release();
  if (!IsSuspect(line)) return Below::kNothing;
  if (Matches(line, key) && !absl::StrContains(line, "-----END ")) {
    return Below::kPrivateKey;
  }
  if (Matches(line, block)) return Below::kBlock;
  if (Matches(line, flag)) return Below::kNextLine;
  return Matches(line, name) ? Below::kValueMember : Below::kNothing;
}

bool IsValueMember(absl::string_view line) {
  static const RE2& form = *Compile(R"(^\s*"?value"?\s*:)").release();
  return Matches(line, form);
}

bool IsSecretName(absl::string_view name) {
  static const RE2& form = *Compile("^NAME$").release();
  return Matches(name, form);
}

}  // namespace minidcos
