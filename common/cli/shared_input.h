// One standard input for several readers: read once, and each gets all of it.

#ifndef MINIDCOS_COMMON_CLI_SHARED_INPUT_H_
#define MINIDCOS_COMMON_CLI_SHARED_INPUT_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/base/fd.h"

namespace minidcos {

// Holds at most a socket's buffer for each reader, so that the slowest sets the
// pace.
class SharedInput {
 public:
  // Reads `fd`, which stays the caller's, for readers 0 to `readers` - 1, until
  // `ctx` ends.
  static absl::StatusOr<std::unique_ptr<SharedInput>> Start(const Context& ctx,
                                                            int fd,
                                                            int readers);
  ~SharedInput();
  SharedInput(const SharedInput&) = delete;
  SharedInput& operator=(const SharedInput&) = delete;

  // The next bytes for `reader`, empty at the end. ctx.Check()'s status if that
  // ends first; else what reading the input failed with.
  absl::StatusOr<std::string> Read(const Context& ctx, int reader);

  // `reader`, which is not reading, needs no more: nobody waits for it.
  void Leave(int reader);

 private:
  explicit SharedInput(const Context& ctx) : over_(ctx) {}

  absl::Status Share(const Context& ctx, int fd);
  void CloseWriteEnds();

  Cancellation over_;
  // A pair of sockets for each reader; none once closed.
  std::vector<Fd> read_ends_;
  std::vector<Fd> write_ends_;
  absl::Mutex mutex_;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_SHARED_INPUT_H_
