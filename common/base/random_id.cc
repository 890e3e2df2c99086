#include "common/base/random_id.h"

#include <sys/random.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"

namespace minidcos {

std::string RandomHex(int digits) {
  std::string bytes((digits + 1) / 2, '\0');
  if (getrandom(bytes.data(), bytes.size(), 0) !=
      static_cast<ssize_t>(bytes.size())) {
    std::perror("getrandom");
    std::abort();
  }
  return absl::BytesToHexString(bytes).substr(0, digits);
}

}  // namespace minidcos
