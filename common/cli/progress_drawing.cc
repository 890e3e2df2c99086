#include "common/cli/progress_drawing.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/progress.h"
#include "common/cli/text.h"

namespace minidcos {
namespace {

constexpr absl::Duration kFrame = absl::Milliseconds(100);
constexpr absl::string_view kFrames[] = {"⠋", "⠙", "⠹", "⠸", "⠼",
                                         "⠴", "⠦", "⠧", "⠇", "⠏"};
constexpr absl::string_view kClearLine = "\r\033[K";

// Nothing can be done about a stderr that does not take it.
void Write(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;
    text.remove_prefix(written);
  }
}

size_t TerminalColumns(int fd) {
  winsize size = {};
  return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                              : 80;
}

class Drawing;

class DrawnStep : public Progress::Step {
 public:
  DrawnStep(Drawing& drawing, absl::string_view title);
  ~DrawnStep() override;

  void Update(absl::string_view detail) override;
  void UpdateFraction(absl::string_view detail, double fraction) override;
  void Done() override;

 private:
  friend class Drawing;

  // With drawing_'s mutex held.
  std::string Text() const;
  std::string TextWithBar(size_t columns) const;
  absl::Duration Elapsed() const { return absl::Now() - begin_; }
  void Draw();
  void DrawSpinner();
  void End(bool done);

  void DrawUntilEnded();

  Drawing& drawing_;
  const std::string title_;
  const absl::Time begin_ = absl::Now();
  std::string detail_;
  std::optional<double> fraction_;
  // What the last plain line said, and when.
  std::string drawn_detail_;
  absl::Time drawn_ = begin_;
  int frame_ = 0;
  bool ended_ = false;
  std::condition_variable changed_;
  std::thread drawer_;
};

class Drawing : public Progress {
 public:
  explicit Drawing(ProgressDrawingOptions options)
      : options_(std::move(options)) {}

  std::unique_ptr<Step> Begin(absl::string_view title) override {
    return std::make_unique<DrawnStep>(*this, title);
  }

  void Warn(absl::string_view message) override {
    Note(absl::StrCat(options_.tool, ": warning: ", MaskToOneLine(message)));
  }

  void Note(absl::string_view message) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    Line(MaskControls(message));
  }

  // With mutex_ held. A whole line, above the spinner's.
  void Line(absl::string_view text) {
    Write(options_.fd,
          absl::StrCat(options_.spinner ? kClearLine : "", text, "\n"));
    if (options_.spinner && open_step_ != nullptr) open_step_->DrawSpinner();
  }

  const ProgressDrawingOptions options_;
  std::mutex mutex_;
  DrawnStep* open_step_ = nullptr;
};

DrawnStep::DrawnStep(Drawing& drawing, absl::string_view title)
    : drawing_(drawing), title_(MaskToOneLine(title)) {
  {
    const std::lock_guard<std::mutex> lock(drawing_.mutex_);
    drawing_.open_step_ = this;
    if (drawing_.options_.spinner) {
      DrawSpinner();
    } else {
      drawing_.Line(absl::StrCat(title_, " ..."));
    }
  }
  drawer_ = std::thread([this] { DrawUntilEnded(); });
}

DrawnStep::~DrawnStep() {
  End(/*done=*/false);
  drawer_.join();
}

void DrawnStep::Update(absl::string_view detail) {
  const std::lock_guard<std::mutex> lock(drawing_.mutex_);
  detail_ = MaskToOneLine(detail);
  fraction_ = std::nullopt;
  changed_.notify_one();
}

void DrawnStep::UpdateFraction(absl::string_view detail, double fraction) {
  const std::lock_guard<std::mutex> lock(drawing_.mutex_);
  detail_ = MaskToOneLine(detail);
  fraction_ = std::clamp(fraction, 0.0, 1.0);
  changed_.notify_one();
}

void DrawnStep::Done() { End(/*done=*/true); }

std::string DrawnStep::Text() const {
  return detail_.empty() ? title_ : absl::StrCat(title_, ": ", detail_);
}

// The bar takes what the words leave of `columns`.
std::string DrawnStep::TextWithBar(size_t columns) const {
  constexpr size_t kShortest = 6;
  constexpr size_t kLongest = 30;
  const size_t taken = Columns(title_) + 2 + Columns(detail_);
  if (!fraction_.has_value() || columns < taken + kShortest) return Text();
  const size_t length = std::min(columns - taken, kLongest);
  const auto full = static_cast<size_t>(*fraction_ * length);
  std::string bar;
  for (size_t i = 0; i < length; ++i) bar += i < full ? "█" : "░";
  return absl::StrCat(title_, " ", bar, " ", detail_);
}

void DrawnStep::DrawUntilEnded() {
  std::unique_lock<std::mutex> lock(drawing_.mutex_);
  while (!ended_) {
    const ProgressDrawingOptions& options = drawing_.options_;
    const absl::Duration interval = options.spinner ? kFrame
                                    : detail_ == drawn_detail_
                                        ? options.most_interval
                                        : options.least_interval;
    const absl::Duration wait = drawn_ + interval - absl::Now();
    if (wait > absl::ZeroDuration()) {
      changed_.wait_for(lock, absl::ToChronoNanoseconds(wait));
    } else {
      Draw();
    }
  }
}

void DrawnStep::Draw() {
  drawn_ = absl::Now();
  drawn_detail_ = detail_;
  if (drawing_.options_.spinner) {
    ++frame_;
    DrawSpinner();
  } else {
    drawing_.Line(absl::StrCat(Text(), " (", ShortSeconds(Elapsed()), ")"));
  }
}

void DrawnStep::DrawSpinner() {
  const std::string elapsed =
      absl::StrCat(" (", absl::ToInt64Seconds(Elapsed()), " s)");
  const size_t columns = TerminalColumns(drawing_.options_.fd);
  // Two for the spinner; the last column stays free, or the line would wrap.
  const size_t taken = 2 + elapsed.size() + 1;
  const size_t left = columns - std::min(columns, taken);
  Write(drawing_.options_.fd,
        absl::StrCat(kClearLine, kFrames[frame_ % std::size(kFrames)], " ",
                     FirstColumns(TextWithBar(left), left), elapsed));
}

void DrawnStep::End(bool done) {
  const std::lock_guard<std::mutex> lock(drawing_.mutex_);
  if (std::exchange(ended_, true)) return;
  drawing_.open_step_ = nullptr;
  changed_.notify_one();
  const std::string elapsed = absl::StrCat(" (", ShortSeconds(Elapsed()), ")");
  if (drawing_.options_.spinner) {
    drawing_.Line(done ? absl::StrCat("✓ ", title_, elapsed)
                       : absl::StrCat("✗ ", Text(), elapsed));
  } else {
    drawing_.Line(absl::StrCat(title_, done ? ": done" : ": failed", elapsed));
  }
}

}  // namespace

std::unique_ptr<Progress> NewProgressDrawing(ProgressDrawingOptions options) {
  return std::make_unique<Drawing>(std::move(options));
}

bool CanDrawSpinner(int fd) {
  const char* terminal = std::getenv("TERM");
  return isatty(fd) && terminal != nullptr &&
         absl::string_view(terminal) != "dumb";
}

}  // namespace minidcos
