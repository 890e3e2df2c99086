// The one program of the sample DC/OS: the installer in its image, pkgpanda,
// the checks and every service on the nodes. It is what it is called by,
// through a link or, as `dcos-sample`, by its first argument.

#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "testing/sample_dcos/genconf/command_line.h"
#include "testing/sample_dcos/node/check_runner.h"
#include "testing/sample_dcos/node/checks.h"
#include "testing/sample_dcos/node/pkgpanda.h"
#include "testing/sample_dcos/services/admin_router.h"
#include "testing/sample_dcos/services/bouncer.h"
#include "testing/sample_dcos/services/diagnostics.h"
#include "testing/sample_dcos/services/exhibitor.h"
#include "testing/sample_dcos/services/frameworks.h"
#include "testing/sample_dcos/services/mesos_agent.h"
#include "testing/sample_dcos/services/mesos_master.h"

namespace minidcos::sample {
namespace {

using Arguments = std::vector<std::string>;

std::function<int(const Arguments&)> Service(int (*main)()) {
  return [main](const Arguments&) { return main(); };
}

const std::map<std::string, std::function<int(const Arguments&)>>& Programs() {
  static const auto& programs =
      *new std::map<std::string, std::function<int(const Arguments&)>>{
          {"adminrouter", Service(&AdminRouterMain)},
          {"adminrouter-agent", Service(&AgentAdminRouterMain)},
          {"bouncer", Service(&BouncerMain)},
          {"dcos-check-runner", &CheckRunnerMain},
          {"dcos-checks", &ChecksMain},
          {"diagnostics", Service(&DiagnosticsMain)},
          {"exhibitor", Service(&ExhibitorMain)},
          {"installer", &InstallerMain},
          {"marathon", Service(&MarathonMain)},
          {"mesos-agent", Service(&MesosAgentMain)},
          {"mesos-master", Service(&MesosMasterMain)},
          {"metronome", Service(&MetronomeMain)},
          {"pkgpanda", &PkgpandaMain},
      };
  return programs;
}

int Main(Arguments words) {
  words[0].erase(0, words[0].rfind('/') + 1);
  if (words[0] == "dcos-sample") words.erase(words.begin());
  const auto program =
      words.empty() ? Programs().end() : Programs().find(words[0]);
  if (program == Programs().end()) {
    std::cerr << "usage: dcos-sample PROGRAM [ARGUMENT...]\nPrograms:";
    for (const auto& [name, main] : Programs()) std::cerr << " " << name;
    std::cerr << "\n";
    return 1;
  }
  words.erase(words.begin());
  return program->second(words);
}

}  // namespace
}  // namespace minidcos::sample

int main(int argc, char** argv) {
  return minidcos::sample::Main({argv, argv + argc});
}
