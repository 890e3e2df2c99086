// The frame around every tool: argv, help, streams, signals, progress, errors
// and the exit code. A tool's main.cc in full:
//
//   namespace minidcos {
//   namespace {
//
//   ClusterOptions options;
//
//   absl::Status Run(App& app) {
//     options.id = app.cluster_id();
//     ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
//                      ConnectToEngine(app.engine()));
//     RETURN_IF_ERROR(ProvisionCluster(
//         {app.ctx(), app.cleanup_ctx(), *docker, app.progress()}, options));
//     app.out() << options.id << '\n';
//     return absl::OkStatus();
//   }
//
//   }  // namespace
//   }  // namespace minidcos
//
//   int main(int argc, char** argv) {
//     using minidcos::options;
//     return minidcos::RunTool(
//         argc, argv,
//         {.name = "minidcos-provision",
//          .summary = "Make a cluster of bare nodes.",
//          .flags = {{"Nodes", {{.name = "masters",
//                                .target = &options.masters,
//                                .value = "N",
//                                .help = "how many masters"}}}},
//          .examples = {"minidcos provision --masters 3"}},
//         minidcos::Run);
//   }
//
// Every tool takes -h/--help, --version, -v/--verbose (-vv, -vvv: glog on
// stderr), -c/--cluster-id, --transport, --[no-]enable-spinner, -H/--host,
// --context and --allow-insecure-engine, also where they change nothing.

#ifndef MINIDCOS_COMMON_CLI_APP_H_
#define MINIDCOS_COMMON_CLI_APP_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/base/progress.h"
#include "common/cli/fd_buffer.h"
#include "common/cli/interrupt.h"
#include "common/cli/tool_info.h"

namespace minidcos {

class App {
 public:
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // The words that are no flags, as many as ToolInfo allows.
  const std::vector<std::string>& args() const { return args_; }

  // Values of the common flags.
  const std::string& cluster_id() const;
  // Empty without the flag: what UseTransport takes (common/cluster).
  const std::string& transport() const;
  // For ConnectToEngine (common/docker/engine_client.h).
  const EngineChoice& engine() const { return engine_; }
  // --output=json was given.
  bool json() const;

  // Standard output, buffered; flushed at exit, where a failed write makes the
  // tool fail. When nobody reads it any more, ctx() is cancelled and the tool
  // dies quietly of SIGPIPE.
  std::ostream& out() { return out_; }

  // Standard error, unbuffered: for what a command on a node writes there. Our
  // own words go through progress() and the status.
  std::ostream& err() { return err_; }

  // For the work: cancelled by the first SIGINT, SIGTERM or SIGHUP.
  Context ctx() const { return ctx_; }

  // The work, writing its output included, ends `timeout` from now.
  void EndAfter(absl::Duration timeout);

  // For undoing it: cancelled by the second signal. A third one kills.
  Context cleanup_ctx() const {
    return Context().WithCancellation(interrupt_.second());
  }

  // Drawn on stderr: a spinner on a terminal, else lines.
  Progress& progress() { return *progress_; }

  // What to exit with if the tool ends OK, such as the code of the command that
  // it ran.
  void set_exit_code(int exit_code) { exit_code_ = exit_code; }

 private:
  friend int RunTool(int argc, char** argv, const ToolInfo& info,
                     const std::function<absl::Status(App&)>& run);
  explicit App(const ToolInfo& info);

  absl::Status Start(const std::vector<std::string>& arguments,
                     const std::function<absl::Status(App&)>& run);
  int Finish(absl::Status status);

  const ToolInfo& info_;
  Interrupt& interrupt_;
  Context ctx_;
  FdBuffer out_buffer_;
  FdBuffer err_buffer_;
  std::ostream out_;
  std::ostream err_;
  std::unique_ptr<Progress> progress_;
  std::vector<std::string> args_;
  EngineChoice engine_;
  int exit_code_ = 0;
};

// Runs a tool and returns what main() returns. `run`'s status becomes the exit
// code (exit_code.h), its message and output tail (GetOutput) go to stderr.
// After a signal, if `run` did not end OK all the same, the process dies of
// that signal. Called once.
int RunTool(int argc, char** argv, const ToolInfo& info,
            const std::function<absl::Status(App&)>& run);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_APP_H_
