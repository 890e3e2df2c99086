// Bytes on their way from one thread to others, piece by piece: every reader
// gets every piece, and the writer waits for the slowest, so that memory does
// not grow with what is moved.
//
//   PieceQueue queue(2);
//   std::thread writer([&] { queue.Finish(Produce(ctx, queue)); });
//   ASSIGN_OR_RETURN(const std::string piece, queue.Pop(ctx, 0));

#ifndef MINIDCOS_COMMON_BASE_PIECE_QUEUE_H_
#define MINIDCOS_COMMON_BASE_PIECE_QUEUE_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"

namespace minidcos {

class PieceQueue {
 public:
  // The size that writers best give their pieces.
  static constexpr size_t kPiece = size_t{256} << 10;

  explicit PieceQueue(int readers) : positions_(readers, size_t{0}) {}
  PieceQueue(const PieceQueue&) = delete;
  PieceQueue& operator=(const PieceQueue&) = delete;

  // Waits until the slowest reader is less than some pieces behind. `piece` is
  // not empty. kCancelled if no reader is left.
  absl::Status Push(const Context& ctx, std::string piece)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // The end of what comes, if `status` is OK; else why no more does.
  void Finish(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  // The next piece for `reader`, counted from 0; empty at the end. The error
  // that the queue was finished with.
  absl::StatusOr<std::string> Pop(const Context& ctx, int reader)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // `reader` takes no more: nobody waits for it.
  void Leave(int reader) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  static constexpr size_t kMostWaiting = 8;
  static constexpr size_t kLeft = SIZE_MAX;

  size_t Slowest() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropTaken() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status WaitForChange(const Context& ctx)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  absl::CondVar changed_;
  // The number of the first piece of pieces_.
  size_t first_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<std::string> pieces_ ABSL_GUARDED_BY(mutex_);
  // The number of the piece that each reader takes next; kLeft for none.
  std::vector<size_t> positions_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PIECE_QUEUE_H_
