// What an operating system tells of itself and its processes: what process_id.h
// makes names of.

#ifndef MINIDCOS_COMMON_BASE_PROCESS_FACTS_H_
#define MINIDCOS_COMMON_BASE_PROCESS_FACTS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// A word that no other machine has, and that stays; empty if it has none.
std::string MachineId();

// A word that is another at each boot.
std::string BootId();

// When the process whose number is `pid`, in decimal, was started, as a word;
// empty if there is no such process.
std::string StartTime(absl::string_view pid);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PROCESS_FACTS_H_
