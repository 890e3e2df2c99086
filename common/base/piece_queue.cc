#include "common/base/piece_queue.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::Status PieceQueue::Push(const Context& ctx, std::string piece) {
  const absl::MutexLock lock(&mutex_);
  while (Slowest() != kLeft && pieces_.size() >= kMostWaiting) {
    RETURN_IF_ERROR(WaitForChange(ctx));
  }
  if (Slowest() == kLeft) return absl::CancelledError("nobody reads on");
  pieces_.push_back(std::move(piece));
  changed_.SignalAll();
  return absl::OkStatus();
}

void PieceQueue::Finish(const absl::Status& status) {
  const absl::MutexLock lock(&mutex_);
  end_ = status;
  changed_.SignalAll();
}

absl::StatusOr<std::string> PieceQueue::Pop(const Context& ctx, int reader) {
  const absl::MutexLock lock(&mutex_);
  size_t& position = positions_[reader];
  while (position == first_ + pieces_.size()) {
    if (end_.has_value() && end_->ok()) return std::string();
    if (end_.has_value()) return *end_;
    RETURN_IF_ERROR(WaitForChange(ctx));
  }
  std::string& piece = pieces_[position - first_];
  ++position;
  const bool is_last_taker = position - 1 == first_ && Slowest() > first_;
  std::string taken = is_last_taker ? std::move(piece) : piece;
  DropTaken();
  return taken;
}

void PieceQueue::Leave(int reader) {
  const absl::MutexLock lock(&mutex_);
  positions_[reader] = kLeft;
  DropTaken();
  changed_.SignalAll();
}

size_t PieceQueue::Slowest() const {
  return *std::min_element(positions_.begin(), positions_.end());
}

void PieceQueue::DropTaken() {
  const size_t slowest = Slowest();
  bool dropped = false;
  for (; !pieces_.empty() && first_ < slowest; ++first_) {
    pieces_.pop_front();
    dropped = true;
  }
  if (dropped) changed_.SignalAll();
}

absl::Status PieceQueue::WaitForChange(const Context& ctx) {
  // A cancellation wakes no condition variable.
  constexpr absl::Duration kLook = absl::Milliseconds(100);
  RETURN_IF_ERROR(ctx.Check());
  changed_.WaitWithTimeout(&mutex_, std::min(kLook, ctx.Remaining()));
  return absl::OkStatus();
}

}  // namespace minidcos
