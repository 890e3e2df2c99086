#include "common/doctor/installed_engine.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "common/base/find_program.h"

namespace minidcos {
namespace {

// /usr/sbin is not in everybody's PATH.
constexpr const char* kPlaces[] = {
    "/usr/bin/dockerd",         "/usr/sbin/dockerd", "/snap/bin/docker",
    "/opt/docker-desktop",       // Linux
    "/Applications/Docker.app",  // macOS
};

}  // namespace

bool IsEngineInstalled(const std::string& root) {
  return FindProgram("dockerd").ok() ||
         std::any_of(std::begin(kPlaces), std::end(kPlaces),
                     [&](const char* place) {
                       return access((root + place).c_str(), X_OK) == 0;
                     });
}

}  // namespace minidcos
