#include "testing/sample_dcos/tls/openssl.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace minidcos::sample {
namespace {

OpenSslBio BioOf(const std::string& text) {
  return OpenSslBio(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

}  // namespace

std::vector<OpenSslCertificate> ReadCertificates(const std::string& pem) {
  const OpenSslBio bio = BioOf(pem);
  std::vector<OpenSslCertificate> certificates;
  while (X509* certificate =
             PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(certificate);
  }
  ERR_clear_error();  // the end of the text is one
  return certificates;
}

OpenSslKey ReadPrivateKey(const std::string& pem) {
  const OpenSslBio bio = BioOf(pem);
  // Without a password given here, OpenSSL asks the terminal for one.
  char no_password[] = "";
  OpenSslKey key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, no_password));
  ERR_clear_error();
  return key;
}

absl::Status OpenSslError(absl::string_view what) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return absl::InvalidArgumentError(
      absl::StrCat(what, ": ", reason == nullptr ? "unknown error" : reason));
}

}  // namespace minidcos::sample
