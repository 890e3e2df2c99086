// OpenSSL's objects, owned.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_TLS_OPENSSL_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_TLS_OPENSSL_H_

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace minidcos::sample {

template <auto kFree>
struct OpenSslDeleter {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using OpenSslBio = std::unique_ptr<BIO, OpenSslDeleter<&BIO_free_all>>;
using OpenSslKey = std::unique_ptr<EVP_PKEY, OpenSslDeleter<&EVP_PKEY_free>>;
using OpenSslCertificate = std::unique_ptr<X509, OpenSslDeleter<&X509_free>>;
using OpenSslContext = std::unique_ptr<SSL_CTX, OpenSslDeleter<&SSL_CTX_free>>;
using OpenSslConnection = std::unique_ptr<SSL, OpenSslDeleter<&SSL_free>>;

// The certificates in `pem`, in its order; none if there are none.
std::vector<OpenSslCertificate> ReadCertificates(const std::string& pem);

// The private key in `pem`; none if there is none, or one with a password.
OpenSslKey ReadPrivateKey(const std::string& pem);

// kInvalidArgument that says `what` failed, and how OpenSSL puts it.
absl::Status OpenSslError(absl::string_view what);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_TLS_OPENSSL_H_
