// Flags by table: argv is read from rows that say where each value goes. gflags
// cannot do it: its -v is glog's, it has no short letters and no repeated
// flags, and it exits by itself.
//
//   const std::vector<FlagGroup> flags = {
//       {"Nodes",
//        {{.name = "masters", .target = &options.masters, .value = "N",
//          .help = "how many masters"},
//         {.name = "custom-volume", .target = &options.volumes,
//          .value = "[SRC:]DST[:MODE]", .help = "a volume on every node"}}}};
//
// Understood: --masters 3, --masters=3; - or _ between words; --wait,
// --wait=false, --no-wait, --nowait for a bool; -c ID, -cID; -vvc ID. The word
// after a flag that takes a value is its value, whatever it looks like. A flag
// given twice: the last counts, unless it is repeatable. "--" ends the flags.
// A short form of several letters, -te, is no joining of -t and -e.

#ifndef MINIDCOS_COMMON_CLI_FLAGS_H_
#define MINIDCOS_COMMON_CLI_FLAGS_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
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
  // count.
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
};

// Flags under one heading of --help.
struct FlagGroup {
  absl::string_view title;
  std::vector<Flag> flags;
};

// Reads the flags of `arguments`, which begin after the program's name, into
// their targets and returns the other words, in order. With
// `end_at_first_word`, the first word that is no flag and all after it are
// returned as they are.
// kInvalidArgument, in words for the user, for an unknown flag (naming the
// nearest known one), a missing or a bad value (naming flag, value and what is
// expected).
absl::StatusOr<std::vector<std::string>> ParseFlags(
    const std::vector<FlagGroup>& groups,
    const std::vector<std::string>& arguments, bool end_at_first_word);

// What --help says of a flag: its own text, or gflags'.
std::string FlagHelp(const Flag& flag);

// The present value of the target as --help shows a default; empty for an empty
// string, a repeatable flag and a false bool.
std::string FlagDefault(const Flag& flag);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_FLAGS_H_
