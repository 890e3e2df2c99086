// Files and folders from this machine to nodes, whatever their size and number,
// in little memory. Node::SendFile and SendFile (node.h) are what to call.
//
// The destination is an absolute path on the node and is taken as cp takes it:
// an existing folder, or a path that ends in '/', gets the source into it,
// under its own name; else it is the final name itself. Folders on the way are
// made, the one that ends in '/' too. A file takes the place of a file; what is
// in a folder comes into a folder that is there, which keeps its permissions.
// Of a source that ends in "/." or "/.." only what is in it comes.
//
// What comes has the source's permissions, with setuid and its like, and its
// modification times, and belongs to root unless an owner is given; as with
// chown, setuid then goes. It is made in a folder ".minidcos-..." beside the
// final name and renamed once all is there: whatever goes wrong, at whichever
// end, no half file has the final name and nothing else is left. Only a file on
// which something is mounted, such as /etc/hosts, is written in its place.

#ifndef MINIDCOS_COMMON_NODE_SEND_FILE_H_
#define MINIDCOS_COMMON_NODE_SEND_FILE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/node/transfer.h"

namespace minidcos {

struct SendOptions {
  // Symbolic links stay links; else what they lead to is sent. The source may
  // itself be one.
  bool keep_links = false;
  // "USER[:GROUP]", names as the node knows them or numbers; empty for root.
  std::string owner;
  Progress* progress = &NoProgress();
};

// Sends `source` to all of `nodes` at once, reading it once: the slowest sets
// the pace, and one that fails does not hold the others up. Special files
// (sockets, fifos, devices) in a folder are left out, with a warning each.
//
// kNotFound if there is no `source`, kInvalidArgument if it is special or
// `destination` is not absolute: then no node was asked. kFailedPrecondition if
// a file changes its size while it is read, if a symbolic link leads nowhere or
// in a circle, or for what a node says against it. If several nodes fail, the
// first one's error is returned and the others' are warnings.
absl::Status SendToNodes(const Context& ctx,
                         const std::vector<NodeFiles>& nodes,
                         const std::string& source,
                         const std::string& destination,
                         const SendOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_SEND_FILE_H_
