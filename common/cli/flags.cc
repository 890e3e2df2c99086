#include "common/cli/flags.h"

#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/cli/flag.h"
#include "common/cli/text.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

bool IsBool(const Flag& flag) {
  return std::holds_alternative<bool*>(flag.target);
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

  // `awaits_value` of the result is set where this fails for want of a value.
  absl::Status Parse(bool end_at_first_word, FlagsSoFar& result) {
    RETURN_IF_ERROR(ReadEnvironment());
    while (!result.ended && next_ < arguments_.size()) {
      const std::string& argument = arguments_[next_++];
      const bool is_word =
          argument == "-" || argument.empty() || argument.front() != '-';
      if (is_word) result.words.push_back(argument);
      result.ended = argument == "--" || (is_word && end_at_first_word);
      if (is_word || result.ended) continue;
      const absl::Status parsed = absl::StartsWith(argument, "--")
                                      ? ParseLong(argument)
                                      : ParseShort(argument);
      result.awaits_value = awaits_value_;
      RETURN_IF_ERROR(parsed);
    }
    result.words.insert(result.words.end(), arguments_.begin() + next_,
                        arguments_.end());
    return absl::OkStatus();
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
      return has_value ? Set(*flag, value, where)
                       : SetWithoutValue(*flag, where);
    }
    if (const Flag* flag = FindNegated(name); flag != nullptr) {
      if (!has_value) return Set(*flag, "false", where);
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
      if (TakesNoValue(*flag)) {
        RETURN_IF_ERROR(SetWithoutValue(*flag, where));
      } else {
        return rest.empty() ? SetWithoutValue(*flag, where)
                            : Set(*flag, rest, where);
      }
    }
    return absl::OkStatus();
  }

  // A flag that stands alone: a bool is switched on, a count goes up, any other
  // takes the next word.
  absl::Status SetWithoutValue(const Flag& flag, absl::string_view where) {
    if (IsBool(flag)) return Set(flag, "true", where);
    if (FlagCount* const* count = std::get_if<FlagCount*>(&flag.target)) {
      ++(*count)->count;
      Note(flag);
      return absl::OkStatus();
    }
    if (next_ == arguments_.size()) {
      awaits_value_ = &flag;
      return absl::InvalidArgumentError(
          absl::StrCat(where, " needs a value, ", flag.value));
    }
    return Set(flag, arguments_[next_++], where);
  }

  static absl::Status Set(const Flag& flag, absl::string_view value,
                          absl::string_view where) {
    Note(flag);
    return SetFlag(flag, value, where);
  }

  static void Note(const Flag& flag) {
    if (flag.given != nullptr) *flag.given = std::string(flag.name);
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
  const Flag* awaits_value_ = nullptr;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> ParseFlags(
    const std::vector<FlagGroup>& groups,
    const std::vector<std::string>& arguments, bool end_at_first_word) {
  FlagsSoFar result;
  RETURN_IF_ERROR(Parser(groups, arguments).Parse(end_at_first_word, result));
  return result.words;
}

absl::StatusOr<FlagsSoFar> ParseUnfinished(
    const std::vector<FlagGroup>& groups,
    const std::vector<std::string>& arguments, bool end_at_first_word) {
  FlagsSoFar result;
  const absl::Status parsed =
      Parser(groups, arguments).Parse(end_at_first_word, result);
  if (!parsed.ok() && result.awaits_value == nullptr) return parsed;
  return result;
}

}  // namespace minidcos
