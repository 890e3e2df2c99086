#include "common/base/progress.h"

#include <memory>

#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

class SilentStep : public Progress::Step {
 public:
  void Update(absl::string_view) override {}
  void Done() override {}
};

class SilentProgress : public Progress {
 public:
  std::unique_ptr<Step> Begin(absl::string_view) override {
    return std::make_unique<SilentStep>();
  }
  void Warn(absl::string_view) override {}
  void Note(absl::string_view) override {}
};

}  // namespace

Progress& NoProgress() {
  static SilentProgress& progress = *new SilentProgress;
  return progress;
}

}  // namespace minidcos
