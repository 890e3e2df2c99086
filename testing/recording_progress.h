// A Progress that keeps what it is told, for tests.

#ifndef MINIDCOS_TESTING_RECORDING_PROGRESS_H_
#define MINIDCOS_TESTING_RECORDING_PROGRESS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/progress.h"

namespace minidcos {

class RecordingProgress : public Progress {
 public:
  std::unique_ptr<Step> Begin(absl::string_view title) override;
  void Warn(absl::string_view message) override;
  void Note(absl::string_view message) override;

  // Everything, in order: "begin <title>", "update <detail>", "done", "failed",
  // "warn <message>", "note <message>".
  std::vector<std::string> lines() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  class RecordingStep;

  void Add(absl::string_view kind, absl::string_view text)
      ABSL_LOCKS_EXCLUDED(mutex_);

  mutable absl::Mutex mutex_;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_RECORDING_PROGRESS_H_
