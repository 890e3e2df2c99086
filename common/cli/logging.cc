#include "common/cli/logging.h"

#include <unistd.h>

#include <exception>
#include <string>

#include "common/cli/terminal.h"
#include "glog/logging.h"
#include "glog/vlog_is_on.h"

namespace minidcos {
namespace {

int exit_code_of_bugs = 1;

[[noreturn]] void ExitForBug() {
  RestoreTerminal();
  constexpr char kText[] = "this is a bug in minidcos: please report it\n";
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, kText, sizeof(kText) - 1);
  _exit(exit_code_of_bugs);
}

[[noreturn]] void OnTerminate() {
  LOG(FATAL) << "an exception that nothing catches";
  _exit(exit_code_of_bugs);
}

}  // namespace

void StartLogging(const std::string& name, int verbosity, int bug_exit_code) {
  exit_code_of_bugs = bug_exit_code;
  FLAGS_logtostderr = true;
  FLAGS_minloglevel = verbosity > 0 ? google::INFO : google::ERROR;
  FLAGS_v = verbosity > 1 ? verbosity - 1 : 0;
  // glog keeps the pointer.
  static const std::string& kept_name = *new std::string(name);
  google::InitGoogleLogging(kept_name.c_str());
  google::InstallFailureFunction(&ExitForBug);
  std::set_terminate(&OnTerminate);
}

}  // namespace minidcos
