// A tool that does what app_test.cc wants to see the frame handle.

#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cli/app.h"
#include "common/cli/input.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "gflags/gflags.h"
#include "glog/logging.h"

DEFINE_int32(masters, 1, "how many masters");

namespace minidcos {
namespace {

// Tests fail rather than hang.
constexpr absl::Duration kDeadline = absl::Seconds(60);

absl::Status Print(App& app) {
  app.out() << app.cluster_id() << " " << FLAGS_masters << " "
            << (app.json() ? "json" : "text") << " "
            << absl::StrJoin(app.args(), ",") << "\n";
  app.err() << "words on stderr\n";
  return absl::OkStatus();
}

absl::Status PrintForever(App& app) {
  const Context ctx = app.ctx().WithTimeout(kDeadline);
  while (ctx.Check().ok()) app.out() << "y\n";
  app.err() << "stopped\n";
  return ctx.Check();
}

absl::Status PrintInput(App& app) {
  ASSIGN_OR_RETURN(const std::vector<std::string> words,
                   ExpandDash(app.ctx().WithTimeout(kDeadline), {"a", "-"}));
  app.out() << absl::StrJoin(words, ",") << "\n";
  return absl::OkStatus();
}

absl::Status Fail(App& app) {
  const int code = std::atoi(app.args()[1].c_str());
  absl::Status status(static_cast<absl::StatusCode>(code), "it \033[31mfailed");
  SetOutput(status, "the engine said\nno\a\n");
  return status;
}

absl::Status WaitForSignals(App& app) {
  app.err() << "working\n";
  const absl::Status status =
      app.ctx().WithTimeout(kDeadline).WaitFor(kDeadline);
  app.err() << "cleaning\n";
  if (app.args().size() > 1) {
    return Annotate(app.cleanup_ctx().WithTimeout(kDeadline).WaitFor(kDeadline),
                    "cleaning up");
  }
  return status;
}

absl::Status Finish(App& app) {
  app.err() << "working\n";
  app.ctx().WithTimeout(kDeadline).WaitFor(kDeadline).IgnoreError();
  return absl::OkStatus();
}

absl::Status TakeSteps(App& app) {
  const std::unique_ptr<Progress::Step> first =
      app.progress().Begin("Building");
  first->Done();
  app.progress().Warn("the disk is\nnearly full");
  app.progress().Note("now run this");
  const std::unique_ptr<Progress::Step> second =
      app.progress().Begin("Breaking");
  return absl::FailedPreconditionError("broken");
}

absl::Status Crash(App&) {
  CHECK_EQ(1, 2);
  return absl::OkStatus();
}

absl::Status ExitWith(App& app) {
  LOG(INFO) << "about to exit";
  app.set_exit_code(std::atoi(app.args()[1].c_str()));
  return absl::OkStatus();
}

absl::Status Run(App& app) {
  const std::map<std::string, absl::Status (*)(App&)> actions = {
      {"crash", Crash},   {"exit", ExitWith},        {"fail", Fail},
      {"finish", Finish}, {"forever", PrintForever}, {"input", PrintInput},
      {"print", Print},   {"steps", TakeSteps},      {"wait", WaitForSignals},
  };
  const auto action = actions.find(app.args()[0]);
  if (action == actions.end()) {
    return absl::InvalidArgumentError("no such action");
  }
  return action->second(app);
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-test",
       .summary = "Do what a test asks for.",
       .usage = "ACTION [ARGUMENT]",
       .min_args = 1,
       .max_args = 2,
       .flags =
           {{"Nodes",
             {{.name = "masters", .target = &FLAGS_masters, .value = "N"}}}},
       .json_output = true,
       .runs_command = std::getenv("RUNS_COMMAND") != nullptr},
      minidcos::Run);
}
