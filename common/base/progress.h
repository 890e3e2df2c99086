// How library code tells what it is doing, without knowing whether that is
// drawn on a terminal, written to a log or dropped (common/cli draws it).
//
//   auto step = progress.Begin("Starting 5 nodes");
//   ...
//   step->Update("3 of 5 ready");
//   step->Done();           // without it, the step ends as failed

#ifndef MINIDCOS_COMMON_BASE_PROGRESS_H_
#define MINIDCOS_COMMON_BASE_PROGRESS_H_

#include <memory>

#include "absl/strings/string_view.h"

namespace minidcos {

class Progress {
 public:
  // One step of the work. Its destructor ends it: as failed, unless Done() was
  // called.
  class Step {
   public:
    virtual ~Step() = default;

    // What the step is at right now, such as "3 of 5 ready". Replaces the
    // previous text; may be called from any thread and often.
    virtual void Update(absl::string_view detail) = 0;

    // The same, with how much of the step is done, from 0 to 1: a terminal
    // draws a bar.
    virtual void UpdateFraction(absl::string_view detail, double /*fraction*/) {
      Update(detail);
    }

    virtual void Done() = 0;
  };

  virtual ~Progress() = default;

  // Begins a step. `title` has a capital and no full stop. Steps follow each
  // other; one is open at a time.
  virtual std::unique_ptr<Step> Begin(absl::string_view title) = 0;

  // Something the user should know, though nothing failed. git's grammar: lower
  // case, no full stop. May be called from any thread.
  virtual void Warn(absl::string_view message) = 0;

  // A line for the user that is neither progress nor a warning, such as what to
  // type next.
  virtual void Note(absl::string_view message) = 0;
};

// Drops everything.
Progress& NoProgress();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PROGRESS_H_
