// SHA-256.

#ifndef MINIDCOS_COMMON_BASE_SHA256_H_
#define MINIDCOS_COMMON_BASE_SHA256_H_

#include <openssl/types.h>

#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// Of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Add(absl::string_view bytes);

  // The hash of all that was added, as 64 lower-case hexadecimal digits. The
  // last call.
  std::string Finish();

 private:
  EVP_MD_CTX* const context_;
};

// The hash of `bytes`, in the same form.
std::string HexSha256(absl::string_view bytes);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_SHA256_H_
