#include "testing/sample_dcos/genconf/custom_ca.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/tls/certificates.h"

namespace minidcos::sample {
namespace {

constexpr char kCertificate[] = "ca_certificate_path";
constexpr char kKey[] = "ca_certificate_key_path";
constexpr char kChain[] = "ca_certificate_chain_path";

bool IsSet(const Resolution& resolution, const std::string& key) {
  return resolution.user.count(key) > 0;
}

// The file that `key` names; none, with an error, if it names none.
std::optional<std::string> ReadNamed(const std::string& key,
                                     const FileReader& read_file,
                                     Resolution& resolution) {
  Require(resolution.user, key, resolution.errors);
  if (!IsSet(resolution, key)) return std::nullopt;
  const std::string& path = resolution.user.at(key);
  absl::StatusOr<std::string> content = read_file(path);
  if (content.ok()) return *std::move(content);
  resolution.errors[key] = absl::StrCat("file `", path, "` must exist");
  return std::nullopt;
}

void Report(const std::string& key, const absl::Status& status,
            Resolution& resolution) {
  if (!status.ok()) resolution.errors[key] = std::string(status.message());
}

void ResolveChain(const std::string& certificate, const FileReader& read_file,
                  Resolution& resolution) {
  if (IsSelfSigned(certificate)) {
    if (!IsSet(resolution, kChain)) return;
    resolution.errors[kChain] =
        "Must not be set: the CA certificate is a root CA certificate";
    return;
  }
  const auto chain = ReadNamed(kChain, read_file, resolution);
  if (!chain.has_value()) return;
  Report(kChain, CheckChain(certificate, *chain), resolution);
  absl::StrAppend(&resolution.arguments["ca_certificates"], "\n", *chain);
}

}  // namespace

void ResolveCustomCa(const FileReader& read_file, Resolution& resolution) {
  Refuse(resolution.user, "ca_certificates", resolution.errors);
  if (!IsSet(resolution, kCertificate) && !IsSet(resolution, kKey) &&
      !IsSet(resolution, kChain)) {
    return;
  }
  const auto certificate = ReadNamed(kCertificate, read_file, resolution);
  const auto key = ReadNamed(kKey, read_file, resolution);
  if (!certificate.has_value()) return;
  const absl::Status usable = CheckAuthority(*certificate);
  Report(kCertificate, usable, resolution);
  if (!usable.ok()) return;
  if (key.has_value()) Report(kKey, CheckKey(*certificate, *key), resolution);
  resolution.arguments["ca_certificates"] = *certificate;
  ResolveChain(*certificate, read_file, resolution);
}

}  // namespace minidcos::sample
