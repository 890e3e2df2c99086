// Our own end of what a command reads and writes.

#ifndef MINIDCOS_TOOLS_EXEC_LOCAL_STREAMS_H_
#define MINIDCOS_TOOLS_EXEC_LOCAL_STREAMS_H_

#include <unistd.h>

#include <ostream>

#include "common/base/context.h"
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
  // When that ends too, what is to end is killed.
  Context patience = Context();
};

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_LOCAL_STREAMS_H_
