// The actions of dcos_generate_config.sh that make files for nodes.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_GENCONF_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_GENCONF_H_

#include <ostream>
#include <string>

#include "testing/sample_dcos/genconf/log.h"
#include "testing/sample_dcos/genconf/resolve.h"

namespace minidcos::sample {

// --genconf: reads `root`/genconf/config.yaml and writes `root`/genconf/serve;
// what `release` carries lies in `root`/artifacts. Returns the exit code: 0, or
// 1 with the reason on `out` or in `log`, where the real genconf has it.
int Genconf(const std::string& root, const Release& release, std::ostream& out,
            Log& log);

// --generate-node-upgrade-script: Genconf(), and the script that upgrades nodes
// of version `installed`, whose URL is the last line on `out`.
int GenerateNodeUpgradeScript(const std::string& root, const Release& release,
                              const std::string& installed, std::ostream& out,
                              Log& log);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_GENCONF_H_
