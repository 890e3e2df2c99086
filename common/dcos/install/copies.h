// Files of this machine that masters get before DC/OS is installed on them
// (`--copy-to-master SRC:DST`).

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_COPIES_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_COPIES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/cluster/operation.h"
#include "common/node/node.h"

namespace minidcos {

struct Copy {
  std::string source;
  std::string destination;
};

// Reads `words`, "SRC:DST" each; the last colon parts them. kInvalidArgument,
// naming the word, if there is none or DST is not absolute; kNotFound if there
// is no SRC.
absl::StatusOr<std::vector<Copy>> ParseCopies(
    const std::vector<std::string>& words);

// Sends each of `copies` to all of `masters` (send_file.h).
absl::Status SendCopies(const Operation& operation,
                        const std::vector<Copy>& copies,
                        const std::vector<Node>& masters);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_COPIES_H_
