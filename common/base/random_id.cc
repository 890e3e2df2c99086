#include "common/base/random_id.h"

#include <sys/random.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"

namespace minidcos {

std::string RandomHex(int digits) {
  std::string bytes((digits + 1) / 2, '\0');
  // It gives up to 256 bytes at once: nobody wants as many.
  if (getentropy(bytes.data(), bytes.size()) != 0) {
    std::perror("getentropy");
    std::abort();
  }
  return absl::BytesToHexString(bytes).substr(0, digits);
}

}  // namespace minidcos
