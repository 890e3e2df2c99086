#include "testing/sample_dcos/base/put_file.h"

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"

namespace minidcos::sample {

absl::Status PutFile(const std::string& path, absl::string_view content,
                     mode_t mode) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(),
                                      error);
  if (error) return ErrnoStatus(error.value(), path);
  return WriteFile(path, content, mode);
}

}  // namespace minidcos::sample
