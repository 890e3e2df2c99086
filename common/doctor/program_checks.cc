#include "common/doctor/program_checks.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/find_program.h"
#include "common/base/subprocess.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// As an old installer finds the archive at its own end: address 0, so that the
// first line may be the mark too.
constexpr char kScript[] = "0,/^#EOF#$/d";
constexpr char kInput[] = "#EOF#\nkept\n#EOF#\n";
constexpr char kOutput[] = "kept\n#EOF#\n";

}  // namespace

Finding JudgeSsh(bool has_ssh, bool has_keygen) {
  constexpr char kInstall[] =
      "install the OpenSSH client (Debian: 'apt-get install openssh-client')";
  if (!has_keygen) {
    return Error("no ssh-keygen in PATH: no keys can be made for nodes",
                 kInstall);
  }
  if (!has_ssh) {
    return Warning(
        "no ssh in PATH: --transport=ssh, 'minidcos ssh' and engines "
        "at ssh:// do not work",
        kInstall);
  }
  return Ok("ssh and ssh-keygen are in PATH");
}

absl::StatusOr<Finding> CheckSsh(Examination&) {
  return JudgeSsh(FindProgram("ssh").ok(), FindProgram("ssh-keygen").ok());
}

Finding JudgeSed(const absl::StatusOr<SubprocessResult>& result) {
  if (!result.ok()) {
    return Warning("no sed in PATH: installers of DC/OS do not run here",
                   "install GNU sed; or install with --genconf-on=node");
  }
  if (result->exit_code != 0 || result->stdout_text != kOutput) {
    return Warning(
        "not GNU sed: installers of DC/OS 1.9 and before do not run here",
        "'brew install gnu-sed', and its gnubin folder first in PATH; or "
        "install with --genconf-on=node");
  }
  return Ok("it can what installers of DC/OS 1.9 and before want");
}

absl::StatusOr<Finding> CheckSed(Examination& examination) {
  const absl::StatusOr<SubprocessResult> result =
      RunSubprocess(examination.ctx(), {"sed", kScript}, {.input = kInput});
  RETURN_IF_ERROR(examination.ctx().Check());
  if (!result.ok() && !absl::IsNotFound(result.status())) {
    return result.status();
  }
  return JudgeSed(result);
}

}  // namespace minidcos
