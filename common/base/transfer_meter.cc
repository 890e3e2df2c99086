#include "common/base/transfer_meter.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/base/monotonic_clock.h"
#include "common/base/progress.h"

namespace minidcos {
namespace {

std::string Bytes(double bytes) {
  constexpr double kUnit = 1024;
  const char* unit = "B";
  for (const char* larger : {"KiB", "MiB", "GiB", "TiB"}) {
    if (bytes < kUnit) break;
    bytes /= kUnit;
    unit = larger;
  }
  return absl::StrFormat(bytes < 10 && *unit != 'B' ? "%.1f %s" : "%.0f %s",
                         bytes, unit);
}

std::string TimeLeft(double seconds) {
  constexpr double kMinute = 60;
  return seconds < 2 * kMinute
             ? absl::StrFormat("%.0f s left", seconds)
             : absl::StrFormat("%.0f min left", seconds / kMinute);
}

}  // namespace

TransferMeter::TransferMeter(Progress::Step& step, std::optional<int64_t> total,
                             int64_t done)
    : step_(step),
      total_(total),
      began_(MonotonicNow()),
      done_before_(done),
      told_(began_),
      done_(done) {}

void TransferMeter::Add(int64_t bytes) {
  constexpr absl::Duration kInterval = absl::Milliseconds(200);
  done_ += bytes;
  const absl::Duration now = MonotonicNow();
  if (now - told_ < kInterval) return;
  told_ = now;
  const auto done = static_cast<double>(done_);
  const double rate = static_cast<double>(done_ - done_before_) /
                      absl::ToDoubleSeconds(now - began_);
  // More than was expected: the tar of files has more than what is in them.
  if (!total_.has_value() || *total_ < done_) {
    return step_.Update(absl::StrCat(Bytes(done), ", ", Bytes(rate), "/s"));
  }
  const auto total = static_cast<double>(*total_);
  step_.UpdateFraction(
      absl::StrCat(Bytes(done), " of ", Bytes(total), ", ", Bytes(rate), "/s, ",
                   TimeLeft((total - done) / rate)),
      done / total);
}

}  // namespace minidcos
