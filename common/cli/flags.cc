#include "common/cli/flags.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/cli/text.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
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

absl::Status SetFlag(const Flag& flag, absl::string_view value,
                     absl::string_view where) {
  return Annotate(std::visit(Store(flag, value), flag.target), where);
}

bool IsBool(const Flag& flag) {
  return std::holds_alternative<bool*>(flag.target);
}

bool IsCount(const Flag& flag) {
  return std::holds_alternative<FlagCount*>(flag.target);
}

class Parser {
 public:
  Parser(const std::vector<FlagGroup>& groups,
         const std::vector<std::string>& arguments)
      : arguments_(arguments) {
    for (const FlagGroup& group : groups) {
      for (const Flag& flag : group.flags) flags_.push_back(&flag);
    }
  }

  absl::StatusOr<std::vector<std::string>> Parse(bool end_at_first_word) {
    RETURN_IF_ERROR(ReadEnvironment());
    std::vector<std::string> words;
    while (next_ < arguments_.size()) {
      const std::string& argument = arguments_[next_++];
      const bool is_word =
          argument == "-" || argument.empty() || argument.front() != '-';
      if (is_word) words.push_back(argument);
      if (argument == "--" || (is_word && end_at_first_word)) break;
      if (is_word) continue;
      RETURN_IF_ERROR(absl::StartsWith(argument, "--") ? ParseLong(argument)
                                                       : ParseShort(argument));
    }
    words.insert(words.end(), arguments_.begin() + next_, arguments_.end());
    return words;
  }

 private:
  absl::Status ReadEnvironment() {
    for (const Flag* flag : flags_) {
      if (flag->environment.empty()) continue;
      const std::string variable(flag->environment);
      const char* value = std::getenv(variable.c_str());
      if (value == nullptr || *value == '\0') continue;
      RETURN_IF_ERROR(SetFlag(
          *flag, value, absl::StrCat("environment variable '", variable, "'")));
    }
    return absl::OkStatus();
  }

  const Flag* Find(absl::string_view name) const {
    for (const Flag* flag : flags_) {
      if (flag->name == name) return flag;
    }
    return nullptr;
  }

  // "nofoo" may be the flag "no-foo".
  const Flag* FindSpelled(absl::string_view name) const {
    const Flag* const flag = Find(name);
    if (flag != nullptr || !absl::ConsumePrefix(&name, "no")) return flag;
    return Find(absl::StrCat("no-", name));
  }

  const Flag* FindLetter(char letter) const {
    for (const Flag* flag : flags_) {
      if (flag->letter == letter) return flag;
    }
    return nullptr;
  }

  const Flag* FindLetters(absl::string_view letters) const {
    for (const Flag* flag : flags_) {
      if (!letters.empty() && flag->letters == letters) return flag;
    }
    return nullptr;
  }

  // The bool that "no-<name>" or "no<name>" switches off.
  const Flag* FindNegated(absl::string_view name) const {
    if (!absl::ConsumePrefix(&name, "no")) return nullptr;
    absl::ConsumePrefix(&name, "-");
    const Flag* flag = Find(name);
    return flag != nullptr && IsBool(*flag) ? flag : nullptr;
  }

  absl::Status ParseLong(absl::string_view argument) {
    const size_t equals = argument.find('=');
    const bool has_value = equals != absl::string_view::npos;
    const absl::string_view spelled = argument.substr(0, equals);
    const absl::string_view value =
        has_value ? argument.substr(equals + 1) : absl::string_view();
    const std::string name =
        absl::StrReplaceAll(absl::StripPrefix(spelled, "--"), {{"_", "-"}});
    const std::string where = absl::StrCat("flag '", spelled, "'");
    if (const Flag* flag = FindSpelled(name); flag != nullptr) {
      return has_value ? SetFlag(*flag, value, where)
                       : SetWithoutValue(*flag, where);
    }
    if (const Flag* flag = FindNegated(name); flag != nullptr) {
      if (!has_value) return SetFlag(*flag, "false", where);
      return absl::InvalidArgumentError(absl::StrCat(where, " takes no value"));
    }
    return Unknown(spelled, name);
  }

  // Letters without a value may be joined; one with a value takes the rest of
  // the word, or the next word.
  absl::Status ParseShort(absl::string_view argument) {
    if (const Flag* flag = FindLetters(argument.substr(1)); flag != nullptr) {
      return SetWithoutValue(*flag, absl::StrCat("flag '", argument, "'"));
    }
    for (size_t i = 1; i < argument.size(); ++i) {
      const Flag* flag = FindLetter(argument[i]);
      if (flag == nullptr) {
        return Unknown(argument, absl::StrCat("-", argument));
      }
      const std::string where =
          absl::StrCat("flag '-", argument.substr(i, 1), "'");
      const absl::string_view rest = argument.substr(i + 1);
      if (IsBool(*flag) || IsCount(*flag)) {
        RETURN_IF_ERROR(SetWithoutValue(*flag, where));
      } else {
        return rest.empty() ? SetWithoutValue(*flag, where)
                            : SetFlag(*flag, rest, where);
      }
    }
    return absl::OkStatus();
  }

  // A flag that stands alone: a bool is switched on, a count goes up, any other
  // takes the next word.
  absl::Status SetWithoutValue(const Flag& flag, absl::string_view where) {
    if (IsBool(flag)) return SetFlag(flag, "true", where);
    if (IsCount(flag)) {
      ++std::get<FlagCount*>(flag.target)->count;
      return absl::OkStatus();
    }
    if (next_ == arguments_.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, " needs a value, ", flag.value));
    }
    return SetFlag(flag, arguments_[next_++], where);
  }

  absl::Status Unknown(absl::string_view spelled,
                       absl::string_view name) const {
    std::vector<std::string> names;
    for (const Flag* flag : flags_) {
      names.emplace_back(flag->name);
      if (IsBool(*flag)) names.push_back(absl::StrCat("no-", flag->name));
    }
    const std::string nearest = Nearest(name, names);
    return absl::InvalidArgumentError(absl::StrCat(
        "unknown flag '", spelled, "'",
        nearest.empty() ? ""
                        : absl::StrCat("; did you mean '--", nearest, "'?")));
  }

  const std::vector<std::string>& arguments_;
  std::vector<const Flag*> flags_;
  size_t next_ = 0;
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

absl::StatusOr<std::vector<std::string>> ParseFlags(
    const std::vector<FlagGroup>& groups,
    const std::vector<std::string>& arguments, bool end_at_first_word) {
  return Parser(groups, arguments).Parse(end_at_first_word);
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
