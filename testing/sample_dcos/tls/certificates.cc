#include "testing/sample_dcos/tls/certificates.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/tls/openssl.h"

namespace minidcos::sample {
namespace {

constexpr long kDay = 24 * 60 * 60;  // OpenSSL's type
constexpr int kSerialBits = 127;
constexpr int kRsaBits = 2048;

using Extensions = std::vector<std::pair<int, std::string>>;
using BigNumber = std::unique_ptr<BIGNUM, OpenSslDeleter<&BN_free>>;

// What a new certificate says, and who signs it: itself where `issuer` is null.
struct Request {
  std::string common_name;
  EVP_PKEY* key;
  X509* issuer;
  EVP_PKEY* issuer_key;
  long days;
  Extensions extensions;
};

bool SetNames(const Request& request, X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto add = [name](const char* field, const std::string& value) {
    return X509_NAME_add_entry_by_txt(
               name, field, MBSTRING_UTF8,
               reinterpret_cast<const unsigned char*>(value.data()),
               static_cast<int>(value.size()), -1, 0) == 1;
  };
  const X509* issuer = request.issuer == nullptr ? certificate : request.issuer;
  return add("O", "Sample DC/OS") && add("CN", request.common_name) &&
         X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1;
}

bool SetSerialNumber(X509* certificate) {
  const BigNumber number(BN_new());
  return BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ANY,
                 BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) !=
             nullptr;
}

bool AddExtensions(const Request& request, X509* certificate) {
  X509V3_CTX context;
  X509V3_set_ctx(&context,
                 request.issuer == nullptr ? certificate : request.issuer,
                 certificate, nullptr, nullptr, 0);
  for (const auto& [nid, value] : request.extensions) {
    const std::unique_ptr<X509_EXTENSION, OpenSslDeleter<&X509_EXTENSION_free>>
        extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    if (extension == nullptr ||
        X509_add_ext(certificate, extension.get(), -1) != 1) {
      return false;
    }
  }
  return true;
}

// Valid from an hour ago: clocks differ.
bool SetTimes(long days, X509* certificate) {
  return X509_gmtime_adj(X509_getm_notBefore(certificate), -kDay / 24) !=
             nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), days * kDay) !=
             nullptr;
}

absl::StatusOr<OpenSslCertificate> Sign(const Request& request) {
  OpenSslCertificate certificate(X509_new());
  X509* const raw = certificate.get();
  if (X509_set_version(raw, X509_VERSION_3) == 1 && SetSerialNumber(raw) &&
      SetNames(request, raw) && SetTimes(request.days, raw) &&
      X509_set_pubkey(raw, request.key) == 1 && AddExtensions(request, raw) &&
      X509_sign(raw, request.issuer_key, EVP_sha256()) != 0) {
    return certificate;
  }
  return OpenSslError("signing a certificate");
}

std::string Text(const OpenSslBio& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, size);
}

Identity ToPem(X509* certificate, EVP_PKEY* key, absl::string_view above = "") {
  const OpenSslBio certificates(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificates.get(), certificate);
  const OpenSslBio keys(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(keys.get(), key, nullptr, nullptr, 0, nullptr,
                                nullptr);
  return {.certificates = absl::StrCat(Text(certificates), above),
          .key = Text(keys)};
}

bool Signs(X509* issuer, X509* certificate) {
  return X509_check_issued(issuer, certificate) == X509_V_OK &&
         X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;
}

}  // namespace

absl::StatusOr<Identity> MakeAuthority(const std::string& common_name) {
  const OpenSslKey key(EVP_RSA_gen(kRsaBits));
  ASSIGN_OR_RETURN(
      const OpenSslCertificate certificate,
      Sign({.common_name = common_name,
            .key = key.get(),
            .issuer = nullptr,
            .issuer_key = key.get(),
            .days = 10 * 365,
            .extensions = {{NID_basic_constraints, "critical,CA:TRUE"},
                           {NID_key_usage, "critical,keyCertSign,cRLSign"},
                           {NID_subject_key_identifier, "hash"}}}));
  return ToPem(certificate.get(), key.get());
}

absl::StatusOr<Identity> IssueServerIdentity(const Identity& authority,
                                             const std::string& common_name,
                                             const std::string& ip) {
  const auto issuers = ReadCertificates(authority.certificates);
  const OpenSslKey issuer_key = ReadPrivateKey(authority.key);
  if (issuers.empty() || issuer_key == nullptr) {
    return absl::InvalidArgumentError("the authority cannot be read");
  }
  const OpenSslKey key(EVP_EC_gen("P-256"));
  ASSIGN_OR_RETURN(
      const OpenSslCertificate certificate,
      Sign({.common_name = common_name,
            .key = key.get(),
            .issuer = issuers[0].get(),
            .issuer_key = issuer_key.get(),
            .days = 365,
            .extensions = {
                {NID_basic_constraints, "critical,CA:FALSE"},
                {NID_key_usage, "critical,digitalSignature"},
                {NID_ext_key_usage, "serverAuth"},
                {NID_subject_key_identifier, "hash"},
                {NID_authority_key_identifier, "keyid"},
                {NID_subject_alt_name,
                 absl::StrCat("IP:", ip, ",IP:127.0.0.1,DNS:localhost,",
                              "DNS:master.mesos,DNS:leader.mesos")}}}));
  return ToPem(certificate.get(), key.get(), authority.certificates);
}

absl::Status CheckAuthority(const std::string& certificate) {
  const auto certificates = ReadCertificates(certificate);
  if (certificates.size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("Must hold one X.509 certificate in PEM format. Found ",
                     certificates.size()));
  }
  X509* const only = certificates[0].get();
  if (X509_check_ca(only) != 1) {
    return absl::InvalidArgumentError("Must be the certificate of a CA");
  }
  if (EVP_PKEY_get_base_id(X509_get0_pubkey(only)) != EVP_PKEY_RSA) {
    return absl::InvalidArgumentError("Must have a key of type RSA");
  }
  return absl::OkStatus();
}

absl::Status CheckKey(const std::string& certificate, const std::string& key) {
  const auto certificates = ReadCertificates(certificate);
  const OpenSslKey read = ReadPrivateKey(key);
  if (read == nullptr) {
    return absl::InvalidArgumentError(
        "Must hold a private key in PEM format, without a password");
  }
  if (certificates.empty() ||
      EVP_PKEY_eq(X509_get0_pubkey(certificates[0].get()), read.get()) != 1) {
    return absl::InvalidArgumentError("Must be the key of the CA certificate");
  }
  return absl::OkStatus();
}

absl::Status CheckChain(const std::string& certificate,
                        const std::string& chain) {
  const auto below = ReadCertificates(certificate);
  const auto above = ReadCertificates(chain);
  X509* last = below.empty() ? nullptr : below[0].get();
  for (const OpenSslCertificate& next : above) {
    if (last == nullptr || !Signs(next.get(), last)) {
      return absl::InvalidArgumentError(
          "Each certificate must sign the one before it, and the first the CA "
          "certificate");
    }
    last = next.get();
  }
  if (above.empty() || !Signs(last, last)) {
    return absl::InvalidArgumentError(
        "Must end with a root CA certificate, which signs itself");
  }
  return absl::OkStatus();
}

bool IsSelfSigned(const std::string& certificate) {
  const auto certificates = ReadCertificates(certificate);
  return !certificates.empty() &&
         Signs(certificates[0].get(), certificates[0].get());
}

}  // namespace minidcos::sample
