#include "common/dcos/install/installer_site.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/dcos/output_tail.h"
#include "common/status/annotate.h"

namespace minidcos {
namespace {

constexpr int kShownLines = 30;

}  // namespace

absl::StatusOr<std::string> JudgeInstaller(int exit_code,
                                           absl::string_view stdout_text,
                                           absl::string_view stderr_text) {
  if (exit_code == 0) return std::string(stdout_text);
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat("generating the DC/OS configuration: the installer exited "
                   "with code ",
                   exit_code));
  SetOutput(failed, OutputTail(stdout_text, stderr_text, kShownLines));
  return failed;
}

}  // namespace minidcos
