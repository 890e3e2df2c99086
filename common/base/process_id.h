// Which process this is, told apart from any other that has had its number: the
// host, its boot, the pid and the pid's start time.
//
// Tells later whether a process is still there that wrote its name into a label
// or a file.

#ifndef MINIDCOS_COMMON_BASE_PROCESS_ID_H_
#define MINIDCOS_COMMON_BASE_PROCESS_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// This process as one word: "<host>/<boot id>/<pid>/<start time>".
std::string ThisProcess();

// The host part: the machine's id and name. Stays over reboots.
std::string ThisHost();

// Whether `process` names a process of this host.
bool IsOnThisHost(absl::string_view process);

// Whether the process that ThisProcess() gave as `process` is surely gone: it
// was on this host, and the host was rebooted since, or the pid is free or used
// by another. A process on another host, or a malformed word, is never judged
// dead.
bool IsDead(absl::string_view process);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PROCESS_ID_H_
