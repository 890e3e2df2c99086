#include "common/vpn/vpn_keys.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
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

namespace minidcos {
namespace {

template <auto kFree>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Bio = std::unique_ptr<BIO, Deleter<&BIO_free_all>>;
using BigNumber = std::unique_ptr<BIGNUM, Deleter<&BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<&EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<&X509_free>>;
using Extension =
    std::unique_ptr<X509_EXTENSION, Deleter<&X509_EXTENSION_free>>;

constexpr long kDay = 24 * 60 * 60;  // OpenSSL's type
constexpr long kDays = 10 * 365;
constexpr int kSerialBits = 127;
// Every client that a Mac may have knows it: OpenVPN from 2.4 on.
constexpr char kCurve[] = "P-256";

// With the key that belongs to it.
struct Identity {
  Certificate certificate;
  Key key;
};

using Extensions = std::vector<std::pair<int, const char*>>;

bool SetNames(const char* common_name, X509* issuer, X509* certificate) {
  X509_NAME* const name = X509_get_subject_name(certificate);
  return X509_NAME_add_entry_by_txt(
             name, "CN", MBSTRING_UTF8,
             reinterpret_cast<const unsigned char*>(common_name), -1, -1,
             0) == 1 &&
         X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1;
}

bool SetSerialNumber(X509* certificate) {
  const BigNumber number(BN_new());
  return BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ANY,
                 BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) !=
             nullptr;
}

// Valid from a day ago: the clock of Docker's machine falls behind while a Mac
// sleeps.
bool SetTimes(X509* certificate) {
  return X509_gmtime_adj(X509_getm_notBefore(certificate), -kDay) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), kDays * kDay) !=
             nullptr;
}

bool AddExtensions(const Extensions& extensions, X509* issuer,
                   X509* certificate) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const auto& [nid, value] : extensions) {
    const Extension extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    if (extension == nullptr ||
        X509_add_ext(certificate, extension.get(), -1) != 1) {
      return false;
    }
  }
  return true;
}

// A fresh one that `authority` vouches for, or itself if that is null.
absl::StatusOr<Identity> MakeIdentity(const char* common_name,
                                      const Extensions& extensions,
                                      const Identity* authority) {
  Identity made = {Certificate(X509_new()), Key(EVP_EC_gen(kCurve))};
  const Identity& signer = authority == nullptr ? made : *authority;
  X509* const raw = made.certificate.get();
  X509* const issuer = signer.certificate.get();
  if (made.key != nullptr && X509_set_version(raw, X509_VERSION_3) == 1 &&
      SetSerialNumber(raw) && SetNames(common_name, issuer, raw) &&
      SetTimes(raw) && X509_set_pubkey(raw, made.key.get()) == 1 &&
      AddExtensions(extensions, issuer, raw) &&
      X509_sign(raw, signer.key.get(), EVP_sha256()) != 0) {
    return made;
  }
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return absl::UnknownError(
      absl::StrCat("making the certificate '", common_name,
                   "': ", reason == nullptr ? "unknown error" : reason));
}

std::string Text(const Bio& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, size);
}

std::string ToPem(const Certificate& certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate.get());
  return Text(bio);
}

std::string ToPem(const Key& key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0,
                                nullptr, nullptr);
  return Text(bio);
}

Extensions ForPeer(const char* usage) {
  return {{NID_basic_constraints, "critical,CA:FALSE"},
          {NID_key_usage, "critical,digitalSignature"},
          {NID_ext_key_usage, usage},
          {NID_subject_key_identifier, "hash"},
          {NID_authority_key_identifier, "keyid"}};
}

}  // namespace

absl::StatusOr<VpnKeys> MakeVpnKeys() {
  ASSIGN_OR_RETURN(
      const Identity authority,
      MakeIdentity("minidcos macOS network",
                   {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                    {NID_key_usage, "critical,keyCertSign,cRLSign"},
                    {NID_subject_key_identifier, "hash"}},
                   nullptr));
  ASSIGN_OR_RETURN(const Identity server,
                   MakeIdentity("server", ForPeer("serverAuth"), &authority));
  ASSIGN_OR_RETURN(const Identity client,
                   MakeIdentity("client", ForPeer("clientAuth"), &authority));
  return VpnKeys{.ca_certificate = ToPem(authority.certificate),
                 .server_certificate = ToPem(server.certificate),
                 .server_key = ToPem(server.key),
                 .client_certificate = ToPem(client.certificate),
                 .client_key = ToPem(client.key)};
}

}  // namespace minidcos
