// The certificates and keys of one macOS network, by OpenSSL. All is PEM text.

#ifndef MINIDCOS_COMMON_VPN_VPN_KEYS_H_
#define MINIDCOS_COMMON_VPN_VPN_KEYS_H_

#include <string>

#include "absl/status/statusor.h"

namespace minidcos {

struct VpnKeys {
  // Of the authority that has signed the other two, and whose key is gone:
  // nobody can make a third.
  std::string ca_certificate;
  // For a server (extendedKeyUsage serverAuth), so that a client's cannot pass
  // for it.
  std::string server_certificate;
  std::string server_key;
  // For a client (extendedKeyUsage clientAuth).
  std::string client_certificate;
  std::string client_key;
};

// Fresh ones, for ten years. Fails with kUnknown, in OpenSSL's words.
absl::StatusOr<VpnKeys> MakeVpnKeys();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_VPN_VPN_KEYS_H_
