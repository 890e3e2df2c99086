// A cluster for people to read.

#ifndef MINIDCOS_TOOLS_INSPECT_INSPECT_TEXT_H_
#define MINIDCOS_TOOLS_INSPECT_INSPECT_TEXT_H_

#include <ostream>

#include "absl/time/time.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {

// Writes what holds for the whole cluster, then a row per node. Columns and
// lines that would be empty are left out. Ages are as of `now`.
void WriteText(const InspectReport& report, absl::Time now, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_INSPECT_INSPECT_TEXT_H_
