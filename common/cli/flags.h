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

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cli/flag.h"

namespace minidcos {

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

// What the words before a cursor leave open there.
struct FlagsSoFar {
  // The flag that the word at the cursor is the value of; null if there is
  // none.
  const Flag* awaits_value = nullptr;
  // "--", or the first word, has ended the flags.
  bool ended = false;
  // The words that are no flags.
  std::vector<std::string> words = {};
};

// Reads a command line that is being typed, as ParseFlags does, up to the word
// at the cursor, which is not among `arguments`. `awaits_value` points into
// `groups`. kInvalidArgument where ParseFlags fails whatever comes next.
absl::StatusOr<FlagsSoFar> ParseUnfinished(
    const std::vector<FlagGroup>& groups,
    const std::vector<std::string>& arguments, bool end_at_first_word);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_FLAGS_H_
