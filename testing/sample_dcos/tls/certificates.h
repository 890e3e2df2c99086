// X.509 certificates of the enterprise variant, by OpenSSL. All is PEM text.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_TLS_CERTIFICATES_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_TLS_CERTIFICATES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace minidcos::sample {

struct Identity {
  // First its own, behind it those that lead to the root.
  std::string certificates;
  // The private key of the first one.
  std::string key;
};

// A fresh authority that vouches for itself, for ten years.
absl::StatusOr<Identity> MakeAuthority(const std::string& common_name);

// An identity with a fresh key for the server at the IPv4 address `ip`, and for
// this machine's own clients at 127.0.0.1 and localhost, for a year.
// `authority` signs it. kInvalidArgument if that cannot be read.
absl::StatusOr<Identity> IssueServerIdentity(const Identity& authority,
                                             const std::string& common_name,
                                             const std::string& ip);

// Whether `certificate` can sign for DC/OS: kInvalidArgument, with the reason,
// unless it is exactly one certificate, of an authority, with an RSA key.
absl::Status CheckAuthority(const std::string& certificate);

// kInvalidArgument unless `key` is the private key of `certificate`.
absl::Status CheckKey(const std::string& certificate, const std::string& key);

// kInvalidArgument unless the certificates in `chain` lead from `certificate`,
// which they leave out, to one that vouches for itself: each signs the one
// before it.
absl::Status CheckChain(const std::string& certificate,
                        const std::string& chain);

// Whether the certificate, which CheckAuthority() takes, is a root.
bool IsSelfSigned(const std::string& certificate);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_TLS_CERTIFICATES_H_
