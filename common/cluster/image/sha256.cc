#include "common/cluster/image/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace minidcos {

std::string Sha256Hex(absl::Span<const absl::string_view> fields) {
  std::string message;
  for (const absl::string_view field : fields) {
    absl::StrAppend(&message, field.size(), ":", field);
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(message.data(), message.size(), digest, &size, EVP_sha256(),
                 nullptr) != 1) {
    std::abort();  // out of memory
  }
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), size));
}

}  // namespace minidcos
