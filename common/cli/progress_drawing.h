// Progress for a person or a log: a spinner with the elapsed time on a
// terminal, lines now and then elsewhere.
//
//   ✓ Building the image (38 s)          Building the image ...
//   ⠹ Starting 5 nodes: 3 ready (2 s)    Building the image: step 4 of 9 (5 s)
//                                        Building the image: done (38 s)
//   ⠹ Fetching it ████░░░░░░░ 412 MiB of 1.1 GiB, 45 MiB/s, 17 s left (9 s)

#ifndef MINIDCOS_COMMON_CLI_PROGRESS_DRAWING_H_
#define MINIDCOS_COMMON_CLI_PROGRESS_DRAWING_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/base/progress.h"

namespace minidcos {

struct ProgressDrawingOptions {
  // Where to, and the tool named in warnings.
  int fd = 2;
  std::string tool = "";
  // Redraws one line in place, for which `fd` is a terminal.
  bool spinner = false;
  // Time between two lines about one step, without a spinner: at least, if it
  // has something new to say, and at most, if not.
  absl::Duration least_interval = absl::Seconds(2);
  absl::Duration most_interval = absl::Seconds(5);
};

std::unique_ptr<Progress> NewProgressDrawing(ProgressDrawingOptions options);

// Whether a spinner can be drawn on `fd`: a terminal that can redraw a line.
bool CanDrawSpinner(int fd);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_PROGRESS_DRAWING_H_
