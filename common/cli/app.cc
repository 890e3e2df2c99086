#include "common/cli/app.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <functional>
#include <ios>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/cli/common_flags.h"
#include "common/cli/error.h"
#include "common/cli/exit_code.h"
#include "common/cli/flags.h"
#include "common/cli/help.h"
#include "common/cli/interrupt.h"
#include "common/cli/logging.h"
#include "common/cli/progress_drawing.h"
#include "common/cli/quiet_request.h"
#include "common/cli/version.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr size_t kOutputBuffer = 64 * 1024;
constexpr size_t kErrorBuffer = 4 * 1024;

// A socket or file opened later must not become one of the standard streams. A
// closed standard output stays one that cannot be written.
void FillStandardDescriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) == -1) {
      open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR);
    }
  }
}

absl::Status CheckArguments(const ToolInfo& info,
                            const std::vector<std::string>& arguments) {
  const int count = static_cast<int>(arguments.size());
  if (count < info.min_args) {
    return absl::InvalidArgumentError(
        absl::StrCat("missing argument, expected: ", info.usage));
  }
  if (count > info.max_args) {
    return absl::InvalidArgumentError(
        absl::StrCat("unexpected argument '", arguments[info.max_args], "'"));
  }
  return absl::OkStatus();
}

}  // namespace

App::App(const ToolInfo& info)
    : info_(info),
      interrupt_(Interrupt::Install()),
      ctx_(Context().WithCancellation(interrupt_.first())),
      out_buffer_(STDOUT_FILENO, kOutputBuffer, ctx_,
                  [this] { interrupt_.Raise(SIGPIPE); }),
      err_buffer_(STDERR_FILENO, kErrorBuffer, ctx_),
      out_(&out_buffer_),
      err_(&err_buffer_) {
  err_ << std::unitbuf;
}

const std::string& App::cluster_id() const { return FLAGS_cluster_id; }
const std::string& App::transport() const { return FLAGS_transport; }
bool App::json() const { return FLAGS_output == "json"; }

void App::EndAfter(absl::Duration timeout) {
  ctx_ = ctx_.WithTimeout(timeout);
  out_buffer_.set_context(ctx_);
  err_buffer_.set_context(ctx_);
}

absl::Status App::Start(const std::vector<std::string>& arguments,
                        const std::function<absl::Status(App&)>& run) {
  CommonFlagValues own;
  std::vector<FlagGroup> groups = info_.flags;
  groups.push_back(EngineFlags(engine_));
  groups.push_back(CommonFlags(own, info_.json_output));
  if (const std::optional<std::string> answer = AnswerQuietRequest(
          ctx_, info_, groups, FLAGS_cluster_id, engine_, arguments)) {
    out_ << *answer;
    return absl::OkStatus();
  }
  const std::string help = HelpText(info_, groups);
  ASSIGN_OR_RETURN(args_, ParseFlags(groups, arguments, info_.runs_command));
  if (own.help) {
    out_ << help;
    return absl::OkStatus();
  }
  if (own.version) {
    out_ << info_.name << " " << kVersion << "\n";
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(CheckArguments(info_, args_));
  StartLogging(std::string(info_.name), own.verbose.count,
               info_.runs_command ? kExitOurFailure : kExitBug);
  progress_ = NewProgressDrawing({.tool = std::string(info_.name),
                                  // Log lines would tear a spinner's line.
                                  .spinner = FLAGS_enable_spinner &&
                                             own.verbose.count == 0 &&
                                             CanDrawSpinner(STDERR_FILENO)});
  return run(*this);
}

int App::Finish(absl::Status status) {
  // From here on nothing is left to clean up: a signal may just kill.
  interrupt_.Restore();
  const absl::Status written =
      Annotate(out_buffer_.Flush(), "writing to standard output");
  if (status.ok()) status = written;
  if (status.ok()) return exit_code_;
  const int signal_number = interrupt_.signal_number();
  if (signal_number != SIGPIPE) err_ << ErrorText(info_.name, status);
  if (signal_number != 0) DieOfSignal(signal_number);
  return info_.runs_command ? kExitOurFailure : ExitCodeOf(status.code());
}

int RunTool(int argc, char** argv, const ToolInfo& info,
            const std::function<absl::Status(App&)>& run) {
  FillStandardDescriptors();
  App app(info);
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0),
                                           argv + argc);
  return app.Finish(app.Start(arguments, run));
}

}  // namespace minidcos
