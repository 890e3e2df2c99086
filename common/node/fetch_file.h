// Files and folders from a node to this machine, whatever their size and
// number, in little memory. Node::DownloadFile is what to call.
//
// The destination is taken as cp takes it: an existing folder, or a path that
// ends in '/', gets the source into it, under its own name; else it is the
// final name itself. Folders on the way are made.
//
// What comes has the source's permissions and, to the second, modification
// times, and belongs to who runs this. The node is not trusted: whatever it
// sends, nothing but the destination changes. All is made in a folder
// ".minidcos-..." beside the final name and renamed once it is there, so that
// no half file ever has the final name; if this process is killed by SIGKILL,
// that folder stays.

#ifndef MINIDCOS_COMMON_NODE_FETCH_FILE_H_
#define MINIDCOS_COMMON_NODE_FETCH_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/node/transfer.h"

namespace minidcos {

struct FetchOptions {
  // A file takes the place of a file that is there; what is in a folder comes
  // into the folder that is there, file by file.
  bool force = false;
  Progress* progress = &NoProgress();
};

// Fetches `source`, a path on `node`, followed if it is a symbolic link; links
// in a folder stay links. Special files in a folder are left out, with a
// warning each.
//
// kAlreadyExists without `force` if there is something at the destination, and
// kNotFound if there is no `source`: then nothing has been moved.
// kInvalidArgument if `source` is not absolute. kFailedPrecondition if the node
// does not run, if a folder would overwrite something else or be overwritten by
// it, or for what the node says against it.
absl::Status FetchFile(const Context& ctx, const NodeFiles& node,
                       const std::string& source,
                       const std::string& destination,
                       const FetchOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_FETCH_FILE_H_
