#include "testing/sample_dcos/programs.h"

#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "testing/sample_dcos/node/check_runner.h"
#include "testing/sample_dcos/node/checks.h"
#include "testing/sample_dcos/node/pkgpanda.h"
#include "testing/sample_dcos/services/admin_router.h"
#include "testing/sample_dcos/services/diagnostics.h"
#include "testing/sample_dcos/services/exhibitor.h"
#include "testing/sample_dcos/services/frameworks.h"
#include "testing/sample_dcos/services/mesos_agent.h"
#include "testing/sample_dcos/services/mesos_master.h"

namespace minidcos::sample {
namespace {

// dcos-check-runner as a part of dcos-diagnostics, before version 1.12.
int DiagnosticsChecksMain(std::vector<std::string> arguments) {
  arguments.push_back("--check-config");
  arguments.push_back(
      "/opt/mesosphere/etc/dcos-diagnostics-runner-config.json");
  return CheckRunnerMain(arguments);
}

}  // namespace

Programs CommonPrograms() {
  const auto service = [](int (*main)()) {
    return [main](const std::vector<std::string>&) { return main(); };
  };
  return {
      {"adminrouter-agent", service(&AgentAdminRouterMain)},
      {"dcos-check-runner", &CheckRunnerMain},
      {"dcos-checks", &ChecksMain},
      {"dcos-diagnostics", &DiagnosticsChecksMain},
      {"diagnostics", service(&DiagnosticsMain)},
      {"exhibitor", service(&ExhibitorMain)},
      {"marathon", service(&MarathonMain)},
      {"mesos-agent", service(&MesosAgentMain)},
      {"mesos-master", service(&MesosMasterMain)},
      {"metronome", service(&MetronomeMain)},
      {"pkgpanda", &PkgpandaMain},
  };
}

int RunProgram(const Programs& programs, int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  words[0].erase(0, words[0].rfind('/') + 1);
  if (words[0] == "dcos-sample") words.erase(words.begin());
  const auto program = words.empty() ? programs.end() : programs.find(words[0]);
  if (program == programs.end()) {
    std::cerr << "usage: dcos-sample PROGRAM [ARGUMENT...]\nPrograms:";
    for (const auto& [name, main] : programs) std::cerr << " " << name;
    std::cerr << "\n";
    return 1;
  }
  words.erase(words.begin());
  return program->second(words);
}

}  // namespace minidcos::sample
