// Signals as cancellations: the first SIGINT, SIGTERM or SIGHUP asks the work
// to stop and clean up, a second one asks the clean-up to stop, a third one
// kills.

#ifndef MINIDCOS_COMMON_CLI_INTERRUPT_H_
#define MINIDCOS_COMMON_CLI_INTERRUPT_H_

#include "common/base/context.h"

namespace minidcos {

// Takes over the process's signals from its making on; one per process, which
// is never destroyed. A signal that was ignored stays so (nohup, background
// jobs of a shell). SIGPIPE does nothing from then on, and becomes its default
// again in programs that are started.
class Interrupt {
 public:
  static Interrupt& Install();

  // Cancelled by the first and by the second signal.
  const Cancellation& first() const { return first_; }
  const Cancellation& second() const { return second_; }

  // Acts as if the signal had come; from a signal handler too.
  void Raise(int signal_number);

  // The first signal that came; 0 if none has.
  int signal_number() const;

  // Gives the signals their default meaning back, after which one kills.
  void Restore();

 private:
  Interrupt() = default;

  Cancellation first_;
  Cancellation second_;
};

// Ends the process as if the signal's default action had, so that a shell sees
// what ended it.
[[noreturn]] void DieOfSignal(int signal_number);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_INTERRUPT_H_
