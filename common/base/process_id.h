// Which process this is, told apart from any other that has had its number: the
// host, its boot, the pid and the pid's start time. In a namespace of pids, as
// in a container or a sandbox, the pid has the namespace's name with it:
// "12.4026532179".
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
// was on this host, in our namespace of pids, and the host was rebooted since,
// or the pid is free or used by another, or its process has ended and nobody
// has noticed. A process on another host or in another namespace, one that
// cannot be looked at, or a malformed word, is never judged dead.
bool IsDead(absl::string_view process);

// Whether `process` is there, or may be, on this host and in our namespace, so
// that IsDead() will tell of its end.
bool IsAliveHere(absl::string_view process);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PROCESS_ID_H_
