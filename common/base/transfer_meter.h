// How far a transfer of many bytes is, told to a step of the progress.

#ifndef MINIDCOS_COMMON_BASE_TRANSFER_METER_H_
#define MINIDCOS_COMMON_BASE_TRANSFER_METER_H_

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "common/base/progress.h"

namespace minidcos {

// Tells now and then: "412 MiB of 1.1 GiB, 45 MiB/s, 17 s left". Used by one
// thread.
class TransferMeter {
 public:
  // `total` is in bytes, nullopt if it is not known; `done` of them are there
  // already, which says nothing of the rate.
  TransferMeter(Progress::Step& step, std::optional<int64_t> total,
                int64_t done = 0);

  // So many more bytes.
  void Add(int64_t bytes);

 private:
  Progress::Step& step_;
  const std::optional<int64_t> total_;
  const absl::Duration began_;
  const int64_t done_before_;
  absl::Duration told_;
  int64_t done_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_TRANSFER_METER_H_
