// The one program of the sample DC/OS: the installer in its image, pkgpanda,
// the checks and every service on the nodes. It is what it is called by,
// through a link or, as `dcos-sample`, by its first argument.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_PROGRAMS_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_PROGRAMS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace minidcos::sample {

// Each takes its arguments, without its name, and returns the exit code.
using Programs =
    std::map<std::string,
             std::function<int(const std::vector<std::string>& arguments)>>;

// Those that every variant has.
Programs CommonPrograms();

// The one of `programs` that main()'s arguments name; 1 if there is none.
int RunProgram(const Programs& programs, int argc, char** argv);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_PROGRAMS_H_
