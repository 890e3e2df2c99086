// Our own end of what a command reads and writes.

#ifndef MINIDCOS_TOOLS_EXEC_LOCAL_STREAMS_H_
#define MINIDCOS_TOOLS_EXEC_LOCAL_STREAMS_H_

#include <unistd.h>

#include <ostream>

#include "common/base/progress.h"

namespace minidcos {

struct LocalStreams {
  // Standard output and error.
  std::ostream& out;
  std::ostream& err;
  // For our own words.
  Progress& progress;
  // Standard input, and where `out` goes, which may be a terminal.
  int in_fd = STDIN_FILENO;
  int out_fd = STDOUT_FILENO;
};

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_LOCAL_STREAMS_H_
