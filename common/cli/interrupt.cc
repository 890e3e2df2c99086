#include "common/cli/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>

#include "common/base/context.h"
#include "common/cli/terminal.h"

namespace minidcos {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

// Constant-initialised, as a signal handler needs.
std::atomic<Interrupt*> installed = nullptr;
std::atomic<int> first_signal = 0;
std::atomic<int> count = 0;

void RestoreAll() {
  for (const int signal_number : kSignals) {
    struct sigaction action;
    sigaction(signal_number, nullptr, &action);
    if (action.sa_handler != SIG_IGN) signal(signal_number, SIG_DFL);
  }
}

void OnSignal(int signal_number) { installed.load()->Raise(signal_number); }

void DoNothing(int) {}

void Handle(int signal_number, void (*handler)(int)) {
  struct sigaction old;
  sigaction(signal_number, nullptr, &old);
  if (old.sa_handler == SIG_IGN && signal_number != SIGPIPE) return;
  struct sigaction action = {};
  action.sa_handler = handler;
  // What blocks polls the cancellation's descriptor; nothing else wants EINTR.
  action.sa_flags = SA_RESTART;
  sigaction(signal_number, &action, nullptr);
}

}  // namespace

Interrupt& Interrupt::Install() {
  static Interrupt& interrupt = *new Interrupt;
  installed = &interrupt;
  for (const int signal_number : kSignals) Handle(signal_number, OnSignal);
  // A handler and not SIG_IGN, which programs that we start would inherit.
  Handle(SIGPIPE, DoNothing);
  return interrupt;
}

void Interrupt::Raise(int signal_number) {
  int none = 0;
  first_signal.compare_exchange_strong(none, signal_number);
  switch (++count) {
    case 1:
      return first_.Cancel();
    case 2:
      return second_.Cancel();
    default:
      RestoreTerminal();
      DieOfSignal(signal_number);
  }
}

int Interrupt::signal_number() const { return first_signal; }

void Interrupt::Restore() { RestoreAll(); }

void DieOfSignal(int signal_number) {
  signal(signal_number, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal_number);
  sigprocmask(SIG_UNBLOCK, &only, nullptr);
  raise(signal_number);
  // The first process of a container has no default actions.
  _exit(128 + signal_number);
}

}  // namespace minidcos
