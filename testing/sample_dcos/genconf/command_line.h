// The command line of dcos_generate_config.sh, inside its container.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_COMMAND_LINE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_COMMAND_LINE_H_

#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "testing/sample_dcos/genconf/resolve.h"

namespace minidcos::sample {

// The standard streams of a run.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

// Does what `arguments`, without the program's name, say; without an action,
// --genconf. Returns the exit code: 2 for wrong usage.
int RunInstaller(const std::vector<std::string>& arguments,
                 const std::string& root, const Release& release,
                 const Streams& streams);

// RunInstaller() in the installer's image: its folders, and the release from
// its environment and /artifacts. `resolve_more` is Release's.
int InstallerMain(
    const std::vector<std::string>& arguments,
    std::function<void(const FileReader&, Resolution&)> resolve_more = nullptr);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_COMMAND_LINE_H_
