// glog, tamed: it writes to stderr, not to files, and only errors unless asked
// for more; a failed CHECK exits with kExitBug instead of a stack trace and a
// core file.

#ifndef MINIDCOS_COMMON_CLI_LOGGING_H_
#define MINIDCOS_COMMON_CLI_LOGGING_H_

#include <string>

namespace minidcos {

// `verbosity` is the number of -v: 1 shows LOG(INFO), 2 VLOG(1), 3 VLOG(2). A
// failed CHECK of the tool `name` exits with `bug_exit_code`. Called once.
void StartLogging(const std::string& name, int verbosity, int bug_exit_code);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_LOGGING_H_
