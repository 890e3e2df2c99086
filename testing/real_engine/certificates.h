// Certificates for an engine behind TLS, made by openssl.

#ifndef MINIDCOS_TESTING_REAL_ENGINE_CERTIFICATES_H_
#define MINIDCOS_TESTING_REAL_ENGINE_CERTIFICATES_H_

#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"

namespace minidcos {

// Makes an authority of its own in `folder`: ca.pem, and, signed by it,
// cert.pem and key.pem for a client (DOCKER_CERT_PATH) and server-cert.pem and
// server-key.pem for a server that is called `server`, such as "IP:127.0.0.1"
// or "DNS:engine.example".
absl::Status MakeCertificates(const Context& ctx, const std::string& folder,
                              const std::string& server);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_REAL_ENGINE_CERTIFICATES_H_
