// Where the profile of a VPN client goes.

#ifndef MINIDCOS_COMMON_VPN_PROFILE_PATH_H_
#define MINIDCOS_COMMON_VPN_PROFILE_PATH_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// DC/OS E2E's.
inline constexpr char kDefaultProfile[] = "~/Documents/docker-for-mac.ovpn";

// The path that a user means by `given`: "~" at its beginning is `home`, and a
// folder gets the file name docker-for-mac.ovpn. kInvalidArgument, naming
// `given`, if it does not end in ".ovpn", by which VPN clients know a profile.
absl::StatusOr<std::string> FindProfilePath(absl::string_view given,
                                            absl::string_view home);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_VPN_PROFILE_PATH_H_
