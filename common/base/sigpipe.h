// No SIGPIPE from the calls in a scope.

#ifndef MINIDCOS_COMMON_BASE_SIGPIPE_H_
#define MINIDCOS_COMMON_BASE_SIGPIPE_H_

#include <signal.h>

namespace minidcos {

// The calling thread's, which stays blocked until the end of the scope; one
// that came meanwhile is then taken away. errno stays what it is.
class WithoutSigpipe {
 public:
  WithoutSigpipe();
  ~WithoutSigpipe();
  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;

 private:
  sigset_t pipe_signal_;
  sigset_t old_;
  bool was_pending_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_SIGPIPE_H_
