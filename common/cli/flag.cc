#include "common/cli/flag.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/status/annotate.h"
#include "gflags/gflags.h"

namespace minidcos {
namespace {

// A value that a target's type does not take; "<where>: " is put before it.
absl::Status BadValue(absl::string_view value, absl::string_view expected) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", value, "' is not ", expected));
}

bool IsWholeNumber(absl::string_view text) {
  absl::ConsumePrefix(&text, "-");
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(c);
  });
}

// Stores a value in the target of `flag`, by the target's type.
class Store {
 public:
  Store(const Flag& flag, absl::string_view value)
      : flag_(flag), value_(value) {}

  absl::Status operator()(bool* target) const {
    if (absl::SimpleAtob(value_, target)) return absl::OkStatus();
    return BadValue(value_, "'true' or 'false'");
  }

  absl::Status operator()(FlagCount* target) const {
    if (absl::SimpleAtoi(value_, &target->count)) return absl::OkStatus();
    return BadValue(value_, "a whole number");
  }

  absl::Status operator()(int32_t* target) const {
    if (!IsWholeNumber(value_)) return BadValue(value_, "a whole number");
    if (absl::SimpleAtoi(value_, target)) return absl::OkStatus();
    return BadValue(value_,
                    absl::StrCat("between ", INT32_MIN, " and ", INT32_MAX));
  }

  absl::Status operator()(std::string* target) const {
    const std::vector<std::string>& choices = flag_.choices;
    if (!choices.empty() &&
        std::find(choices.begin(), choices.end(), value_) == choices.end()) {
      return BadValue(value_,
                      absl::StrCat("one of: ", absl::StrJoin(choices, ", ")));
    }
    *target = std::string(value_);
    return absl::OkStatus();
  }

  absl::Status operator()(absl::Duration* target) const {
    absl::Duration parsed;
    if (!absl::ParseDuration(value_, &parsed) ||
        parsed < absl::ZeroDuration()) {
      return BadValue(value_, "a duration such as '90s', '15m' or '1h30m'");
    }
    *target = parsed;
    return absl::OkStatus();
  }

  absl::Status operator()(std::vector<std::string>* target) const {
    target->push_back(std::string(value_));
    return absl::OkStatus();
  }

 private:
  const Flag& flag_;
  const absl::string_view value_;
};

struct PrintDefault {
  std::string operator()(const bool* value) const { return *value ? "on" : ""; }
  std::string operator()(const FlagCount*) const { return ""; }
  std::string operator()(const int32_t* value) const {
    return absl::StrCat(*value);
  }
  std::string operator()(const std::string* value) const { return *value; }
  std::string operator()(const absl::Duration* value) const {
    return absl::FormatDuration(*value);
  }
  std::string operator()(const std::vector<std::string>*) const { return ""; }
};

}  // namespace

bool TakesNoValue(const Flag& flag) {
  return std::holds_alternative<bool*>(flag.target) ||
         std::holds_alternative<FlagCount*>(flag.target);
}

absl::Status SetFlag(const Flag& flag, absl::string_view value,
                     absl::string_view where) {
  return Annotate(std::visit(Store(flag, value), flag.target), where);
}

std::string FlagHelp(const Flag& flag) {
  if (!flag.help.empty()) return std::string(flag.help);
  return gflags::GetCommandLineFlagInfoOrDie(
             absl::StrReplaceAll(flag.name, {{"-", "_"}}).c_str())
      .description;
}

std::string FlagDefault(const Flag& flag) {
  return std::visit(PrintDefault(), flag.target);
}

}  // namespace minidcos
