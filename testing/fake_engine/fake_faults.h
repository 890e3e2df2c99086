// Scripted misbehaviour of a FakeEngine.

#ifndef MINIDCOS_TESTING_FAKE_ENGINE_FAKE_FAULTS_H_
#define MINIDCOS_TESTING_FAKE_ENGINE_FAKE_FAULTS_H_

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {

// A request that has been held back. Shared by the test and the engine.
class Stall {
 public:
  // Waits until a request has arrived to be held back.
  void WaitForRequest() const { arrived_.WaitForNotification(); }

  // Lets it go on, and be answered as if nothing had been.
  void Release();

 private:
  friend class FakeFaults;
  absl::Notification arrived_;
  absl::Notification released_;
};

struct Fault {
  std::string method;
  // Matches a whole path without version and query: "/containers/.*/start".
  std::string path_regex;
  // What to do instead of the answer; empty: answer it after all.
  std::function<void(HttpExchange&)> instead;
  // The answer is worked out as usual, but the client does not get it.
  bool lose_answer = false;
  std::shared_ptr<Stall> stall;
};

class FakeFaults {
 public:
  // Each fault concerns one request: the first that matches it. Of several that
  // match a request, the oldest is taken.
  void Add(Fault fault) ABSL_LOCKS_EXCLUDED(mutex_);

  // The fault for this request, if there is one, after its stall.
  std::optional<Fault> Take(absl::string_view method, absl::string_view path)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // How many have not been met yet.
  int left() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Releases whatever is stalled, now and later.
  void ReleaseAll() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable absl::Mutex mutex_;
  std::list<Fault> faults_ ABSL_GUARDED_BY(mutex_);
  std::list<std::shared_ptr<Stall>> stalls_ ABSL_GUARDED_BY(mutex_);
  bool released_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_ENGINE_FAKE_FAULTS_H_
