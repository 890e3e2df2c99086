#include "common/cluster/image/docker_version.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "re2/re2.h"

namespace minidcos {

absl::StatusOr<DockerVersion> ParseDockerVersion(absl::string_view text) {
  static const RE2& pattern =
      *new RE2(R"((\d{1,4})\.(\d{1,4})\.(\d{1,4})([-+][a-zA-Z0-9.+-]{1,40})?)");
  DockerVersion version;
  if (RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern,
                     &version.major, &version.minor, &version.patch)) {
    return version;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", text,
                   "' is no version of Docker: they look like 18.06.3-ce or "
                   "20.10.24"));
}

}  // namespace minidcos
