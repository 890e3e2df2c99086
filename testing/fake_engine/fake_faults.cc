#include "testing/fake_engine/fake_faults.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "re2/re2.h"

namespace minidcos {

void Stall::Release() {
  if (!released_.HasBeenNotified()) released_.Notify();
}

void FakeFaults::Add(Fault fault) {
  const absl::MutexLock lock(&mutex_);
  if (fault.stall != nullptr) stalls_.push_back(fault.stall);
  faults_.push_back(std::move(fault));
}

std::optional<Fault> FakeFaults::Take(absl::string_view method,
                                      absl::string_view path) {
  std::optional<Fault> taken;
  {
    const absl::MutexLock lock(&mutex_);
    const auto found =
        std::find_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
          return fault.method == method &&
                 RE2::FullMatch(std::string(path), fault.path_regex);
        });
    if (found == faults_.end()) return std::nullopt;
    taken = std::move(*found);
    faults_.erase(found);
    if (released_) taken->stall = nullptr;
  }
  if (taken->stall != nullptr) {
    taken->stall->arrived_.Notify();
    taken->stall->released_.WaitForNotification();
  }
  return taken;
}

int FakeFaults::left() const {
  const absl::MutexLock lock(&mutex_);
  return static_cast<int>(faults_.size());
}

void FakeFaults::ReleaseAll() {
  const absl::MutexLock lock(&mutex_);
  released_ = true;
  for (const auto& stall : stalls_) stall->Release();
}

}  // namespace minidcos
