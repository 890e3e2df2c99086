#include "common/base/sigpipe.h"

#include <pthread.h>
#include <signal.h>

#include <cerrno>

namespace minidcos {
namespace {

bool IsPending() {
  sigset_t pending;
  return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

WithoutSigpipe::WithoutSigpipe() : was_pending_(IsPending()) {
  sigemptyset(&pipe_signal_);
  sigaddset(&pipe_signal_, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal_, &old_);
}

WithoutSigpipe::~WithoutSigpipe() {
  const int saved_errno = errno;
  // It is for the thread that wrote: sigwait() does not wait.
  int taken;
  if (!was_pending_ && IsPending()) sigwait(&pipe_signal_, &taken);
  pthread_sigmask(SIG_SETMASK, &old_, nullptr);
  errno = saved_errno;
}

}  // namespace minidcos
