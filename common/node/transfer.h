// What sending and fetching files have in common: the script on the node and
// what it answers, and the progress.

#ifndef MINIDCOS_COMMON_NODE_TRANSFER_H_
#define MINIDCOS_COMMON_NODE_TRANSFER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/process.h"
#include "common/node/transport.h"

namespace minidcos {

// A node whose files are sent or fetched.
struct NodeFiles {
  NodeIdentity identity;
  std::shared_ptr<Transport> transport;
};

// One of our scripts (receive.sh, give.sh) at work on a node. The destructor
// ends it.
class TransferScript {
 public:
  // Starts `script` ("receive.sh") with `arguments` and reads `answers` strings
  // that it ends with a zero byte each. kNotFound if it exits with 3, else
  // kFailedPrecondition in its own words if it ends without.
  static absl::StatusOr<std::unique_ptr<TransferScript>> Start(
      const Context& ctx, const NodeFiles& node, const std::string& script,
      const std::vector<std::string>& arguments, int answers);

  ~TransferScript();
  TransferScript(const TransferScript&) = delete;
  TransferScript& operator=(const TransferScript&) = delete;

  const std::string& answer(int number) const { return answers_[number]; }

  // Whether the engine's archive calls may be used for `path` or what is
  // `below` it; `mounts` is the number of the answer that holds mountinfo.
  absl::StatusOr<bool> EngineSees(const Context& ctx, const std::string& path,
                                  bool below, int mounts) const;

  // Runs it to its end. The status is `input`'s error, or tells in the script's
  // own words why it failed.
  absl::Status Finish(const Context& ctx, const OutputSink& output,
                      const InputSource& input);

  // What it said on its standard error.
  const std::string& errors() const { return errors_; }

 private:
  explicit TransferScript(const NodeFiles& node) : node_(node) {}

  absl::Status ReadAnswers(const Context& ctx, int answers);
  absl::Status Failure(int exit_code) const;

  const NodeFiles& node_;
  std::unique_ptr<Process> process_;
  std::vector<std::string> answers_;
  std::string errors_;
};

// The last part of `path`, "." if that is none or ".": what cp would call a
// copy of it in another folder.
std::string TransferName(absl::string_view path);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_TRANSFER_H_
