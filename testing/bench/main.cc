// Our tools beside the plain docker CLI, and ssh, doing the same work in one
// run:
//
//   bazel run //testing/bench                    5 runs of each
//   bazel run //testing/bench -- 9               9 runs of each
//   bazel run //testing/bench -- 5 files         of files only
//
// Prints minimum, median and maximum. Needs an engine and the docker CLI; makes
// the node image if it is not there, and leaves nothing else.

#include <cstdlib>
#include <map>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "testing/bench/workbench.h"

namespace minidcos {
namespace {

using Section = void (*)(const Workbench&);

const std::map<std::string, Section>& Sections() {
  static const auto& sections = *new std::map<std::string, Section>{
      {"clusters", BenchClusters}, {"commands", BenchCommands},
      {"dcos", BenchDcos},         {"files", BenchFiles},
      {"scale", BenchScale},       {"tests", BenchTests},
      {"wait", BenchWait},         {"with", BenchWith}};
  return sections;
}

[[noreturn]] void Usage() {
  absl::FPrintF(stderr,
                "usage: bench [RUNS "
                "[clusters|commands|dcos|files|scale|tests|wait|with]]\n");
  std::exit(2);
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::Sections;
  int runs = 5;
  if (argc > 3) minidcos::Usage();
  if (argc > 1 && (!absl::SimpleAtoi(argv[1], &runs) || runs < 1)) {
    minidcos::Usage();
  }
  const std::string wanted = argc > 2 ? argv[2] : "";
  if (!wanted.empty() && Sections().count(wanted) == 0) minidcos::Usage();
  // Static, so that exit(), on a failure, cleans up too.
  static const minidcos::Workbench bench(runs);
  for (const auto& [name, section] : Sections()) {
    if (wanted.empty() || wanted == name) section(bench);
  }
}
