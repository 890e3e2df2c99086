// What an operating system tells of itself and its processes: what process_id.h
// makes names of.

#ifndef MINIDCOS_COMMON_BASE_PROCESS_FACTS_H_
#define MINIDCOS_COMMON_BASE_PROCESS_FACTS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// A word that no other machine has, and that stays; empty if it has none.
std::string MachineId();

// A word that is another at each boot.
std::string BootId();

// The numbers of processes are of one namespace: its name as a word of digits;
// empty for the one of the machine itself.
std::string PidNamespace();

// When the process whose number is `pid`, in decimal, was started, as a word;
// empty if there is no such process, or if it has ended and only its parent has
// not noticed. Nothing if it is there, or may be, and cannot be looked at.
std::optional<std::string> StartTime(absl::string_view pid);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PROCESS_FACTS_H_
