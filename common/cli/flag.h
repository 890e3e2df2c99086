// A flag of a tool: how it is spelled, what its value is and where it goes.

#ifndef MINIDCOS_COMMON_CLI_FLAG_H_
#define MINIDCOS_COMMON_CLI_FLAG_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace minidcos {

// How many times a flag without a value was given, as in -vvv.
struct FlagCount {
  int count = 0;
};

// Where a flag's value goes, which is also its type. What the variable holds
// before the flags are read is the default. A vector makes a flag repeatable.
using FlagTarget = std::variant<bool*, FlagCount*, int32_t*, std::string*,
                                absl::Duration*, std::vector<std::string>*>;

struct Flag {
  // Without "--", words joined by '-', as --help spells it.
  absl::string_view name;
  FlagTarget target;
  // Stands for the value in --help: "N", "ID", "DURATION". None for a bool or a
  // count. Completion knows what some mean: completion.h.
  absl::string_view value = "";
  // One sentence, no capital and no full stop. Empty for the text of the gflags
  // variable (DEFINE_*) of the same name, which `target` then points at.
  absl::string_view help = "";
  // The short form's letter: 'c' for -c.
  char letter = 0;
  // A short form of several letters: "te" for -te, as DC/OS E2E has it.
  absl::string_view letters = "";
  // An environment variable that replaces the default, where it is not empty.
  absl::string_view environment = "";
  // The only values taken, for a string.
  std::vector<std::string> choices = {};
  // Values that completion offers beside them, of more that are taken.
  std::vector<std::string> suggestions = {};
  // Gets `name` if the flag is on the command line; null if nobody asks.
  std::string* given = nullptr;
};

// Flags under one heading of --help.
struct FlagGroup {
  absl::string_view title;
  std::vector<Flag> flags;
};

// Whether it stands alone: a bool or a count.
bool TakesNoValue(const Flag& flag);

// Stores `value` in the target. kInvalidArgument, after "<where>: ", if the
// target's type or the choices do not take it.
absl::Status SetFlag(const Flag& flag, absl::string_view value,
                     absl::string_view where);

// What --help says of a flag: its own text, or gflags'.
std::string FlagHelp(const Flag& flag);

// The present value of the target as --help shows a default; empty for an empty
// string, a repeatable flag and a false bool.
std::string FlagDefault(const Flag& flag);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_FLAG_H_
