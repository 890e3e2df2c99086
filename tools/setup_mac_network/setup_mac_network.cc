#include "tools/setup_mac_network/setup_mac_network.h"

#include <sys/stat.h>

#include <filesystem>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/shell_quote.h"

namespace minidcos {

std::string MacNetworkInstructions(absl::string_view path) {
  // By which the clients name it.
  const std::string profile =
      std::filesystem::path(std::string(path)).stem().string();
  return absl::StrCat(
      "1. Install a client of OpenVPN, such as Tunnelblick\n"
      "   (https://tunnelblick.net/downloads.html) or Shimo\n"
      "   (https://www.shimovpn.com).\n"
      "2. Give it the profile: open ",
      ShellQuote(path),
      "\n"
      "3. In Shimo alone: edit the new profile '",
      profile,
      "', and in its Advanced settings\n"
      "   deselect 'Send all traffic over VPN'.\n"
      "4. In the client, connect to '",
      profile,
      "'.\n"
      "5. See that it works: minidcos doctor\n");
}

absl::Status CheckNoProfile(const std::string& path, std::ostream& out) {
  struct stat about;
  if (lstat(path.c_str(), &about) != 0) return absl::OkStatus();
  out << MacNetworkInstructions(path);
  return absl::InvalidArgumentError(absl::StrCat(
      "'", path,
      "' is there already and is kept; how to use it is above. --force makes a "
      "new one"));
}

}  // namespace minidcos
