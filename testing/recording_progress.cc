#include "testing/recording_progress.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/progress.h"

namespace minidcos {

class RecordingProgress::RecordingStep : public Progress::Step {
 public:
  explicit RecordingStep(RecordingProgress& progress) : progress_(progress) {}
  ~RecordingStep() override { progress_.Add(done_ ? "done" : "failed", ""); }
  void Update(absl::string_view detail) override {
    progress_.Add("update ", detail);
  }
  void Done() override { done_ = true; }

 private:
  RecordingProgress& progress_;
  bool done_ = false;
};

std::unique_ptr<Progress::Step> RecordingProgress::Begin(
    absl::string_view title) {
  Add("begin ", title);
  return std::make_unique<RecordingStep>(*this);
}

void RecordingProgress::Warn(absl::string_view message) {
  Add("warn ", message);
}

void RecordingProgress::Note(absl::string_view message) {
  Add("note ", message);
}

std::vector<std::string> RecordingProgress::lines() const {
  const absl::MutexLock lock(&mutex_);
  return lines_;
}

void RecordingProgress::Add(absl::string_view kind, absl::string_view text) {
  const absl::MutexLock lock(&mutex_);
  lines_.push_back(absl::StrCat(kind, text));
}

}  // namespace minidcos
