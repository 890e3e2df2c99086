// The way from a Mac to its containers, with what its user has to do.

#ifndef MINIDCOS_TOOLS_SETUP_MAC_NETWORK_SETUP_MAC_NETWORK_H_
#define MINIDCOS_TOOLS_SETUP_MAC_NETWORK_SETUP_MAC_NETWORK_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// What to do with the profile at `path`, a numbered step a line.
std::string MacNetworkInstructions(absl::string_view path);

// kInvalidArgument if there is anything at `path`, after its use has been
// written to `out`: a profile that is there is kept.
absl::Status CheckNoProfile(const std::string& path, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_SETUP_MAC_NETWORK_SETUP_MAC_NETWORK_H_
