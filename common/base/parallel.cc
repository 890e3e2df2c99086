#include "common/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "absl/status/status.h"

namespace minidcos {

std::vector<absl::Status> ForEachParallel(
    int count, int at_most, const std::function<absl::Status(int)>& task) {
  std::vector<absl::Status> statuses(count);
  std::atomic<int> next = 0;
  const auto work = [&] {
    for (int i = next++; i < count; i = next++) statuses[i] = task(i);
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < std::min(count, at_most); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return statuses;
}

absl::Status FirstError(const std::vector<absl::Status>& statuses) {
  absl::Status first;
  for (const absl::Status& status : statuses) {
    if (!status.ok() && !absl::IsCancelled(status)) return status;
    if (first.ok()) first = status;
  }
  return first;
}

}  // namespace minidcos
