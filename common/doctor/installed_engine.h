// Whether this machine has an engine, running or not.

#ifndef MINIDCOS_COMMON_DOCTOR_INSTALLED_ENGINE_H_
#define MINIDCOS_COMMON_DOCTOR_INSTALLED_ENGINE_H_

#include <string>

namespace minidcos {

// Looks for Docker Engine in PATH, and for it and Docker Desktop where packages
// and snaps put them, below `root`.
bool IsEngineInstalled(const std::string& root = "");

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_INSTALLED_ENGINE_H_
