// Files that need not have a folder yet.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_BASE_PUT_FILE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_BASE_PUT_FILE_H_

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace minidcos::sample {

// WriteFile(), and the folders that the file is in.
absl::Status PutFile(const std::string& path, absl::string_view content,
                     mode_t mode = 0644);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_BASE_PUT_FILE_H_
