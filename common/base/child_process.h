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
  // The path of the program; empty to look argv[0] up in our PATH.
  std::string program;
  // Whether it gets what a shell hands on: our descriptors, and signals that
  // are ignored.
  bool inherits = false;
  // Whether it stays in our process group, so that a Ctrl-C at our terminal is
  // for it too.
  bool in_our_group = false;
  // Whether the system kills it when the thread that started it ends, where the
  // system can do that.
  bool dies_with_thread = false;
};

// What becomes its standard streams; -1 for /dev/null. The descriptors stay the
// caller's. It inherits no others, unless told to.
struct ChildStreams {
  int in = -1;
  int out = -1;
  int err = -1;
};

inline constexpr absl::Duration kTerminateGrace = absl::Seconds(5);

// One thread waits for it; any may signal it.
class ChildProcess {
 public:
  // Starts `argv`, unless told otherwise in a process group of its own, so that
  // a Ctrl-C reaches it only through us. kNotFound if there is no such program.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const std::vector<std::string>& argv, const ChildOptions& options,
      const ChildStreams& streams);

  // Kills its group, or it alone where that is ours, if it has not been waited
  // for: no process is left behind.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Its exit status once it has ended, 128 + the signal's number if a signal
  // ended it; ctx.Check()'s if that ends first.
  absl::StatusOr<int> Wait(const Context& ctx);

  // Sends a signal to the program alone, if it has not been waited for.
  void Signal(int signal_number);

  // Ends its whole group, or it alone where that is ours: by SIGTERM, after
  // `grace` by SIGKILL.
  void Terminate(absl::Duration grace = kTerminateGrace);

 private:
  ChildProcess(pid_t pid, pid_t target) : pid_(pid), target_(target) {}

  // Once it has ended.
  std::optional<int> ExitCode() ABSL_LOCKS_EXCLUDED(mutex_);

  const pid_t pid_;
  // What kill(2) takes for all that is ended with it.
  const pid_t target_;
  absl::Mutex mutex_;
  // Once it has been waited for: its number may then be another's.
  std::optional<int> exit_code_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_CHILD_PROCESS_H_
