// A program that runs beside ours, on streams that the caller gives it. To run
// one to its end and have its output: subprocess.h.
//
//   ASSIGN_OR_RETURN(Pipe output, Pipe::Make());
//   ASSIGN_OR_RETURN(const std::unique_ptr<ChildProcess> child,
//                    ChildProcess::Start({"ssh", ...}, {},
//                                        {.out = output.write.get()}));
//   output.write.Reset();  // or its end would never be seen

#ifndef MINIDCOS_COMMON_BASE_CHILD_PROCESS_H_
#define MINIDCOS_COMMON_BASE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"

namespace minidcos {

struct ChildOptions {
  // Working directory; empty for ours.
  std::string directory;
  // Added to the inherited environment, or replacing there.
  std::map<std::string, std::string> environment;
  // Removed from the inherited environment.
  std::vector<std::string> unset_environment;
  // Whether the system kills it when the thread that started it ends, where the
  // system can do that.
  bool dies_with_thread = false;
};

// What becomes its standard streams; -1 for /dev/null. The descriptors stay the
// caller's. It inherits no others.
struct ChildStreams {
  int in = -1;
  int out = -1;
  int err = -1;
};

// One thread waits for it; any may signal it.
class ChildProcess {
 public:
  // Starts `argv`; argv[0] is looked up in PATH. It runs in a process group of
  // its own, so that a Ctrl-C reaches it only through us. kNotFound if there is
  // no such program.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const std::vector<std::string>& argv, const ChildOptions& options,
      const ChildStreams& streams);

  // Kills its group if it has not been waited for: no process is left behind.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Its exit status once it has ended, 128 + the signal's number if a signal
  // ended it; ctx.Check()'s if that ends first.
  absl::StatusOr<int> Wait(const Context& ctx);

  // Sends a signal to the program alone, if it has not been waited for.
  void Signal(int signal_number);

  // Ends the whole group: by SIGTERM, after kTerminateGrace by SIGKILL.
  void Terminate();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}

  // Once it has ended.
  std::optional<int> ExitCode() ABSL_LOCKS_EXCLUDED(mutex_);

  const pid_t pid_;
  absl::Mutex mutex_;
  // Once it has been waited for: its number may then be another's.
  std::optional<int> exit_code_ ABSL_GUARDED_BY(mutex_);
};

inline constexpr absl::Duration kTerminateGrace = absl::Seconds(5);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_CHILD_PROCESS_H_
