// A file that comes piece by piece, perhaps over several runs of a program:
// "<path>.part" until all of it is there, and beside it "<path>.part.from",
// which says what it is a part of.

#ifndef MINIDCOS_COMMON_HTTP_PART_FILE_H_
#define MINIDCOS_COMMON_HTTP_PART_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"

namespace minidcos {

// Without a byte in it, it goes with its scope.
class PartFile {
 public:
  // Opens what an earlier run has left of `url`, or an empty one. Whoever has
  // it open is alone: kFailedPrecondition while another process has.
  static absl::StatusOr<PartFile> Open(const std::string& path,
                                       const std::string& url);
  ~PartFile();
  PartFile(PartFile&&) = default;
  PartFile& operator=(PartFile&&) = delete;

  // Where it is until it is whole.
  const std::string& path() const { return part_; }

  int64_t size() const { return size_; }

  // Which version of the file it is a part of, in the server's word; empty if
  // it gave none: then no other answer can be joined to it.
  const std::string& version() const { return version_; }

  // Begins anew, with a file of that version.
  absl::Status Restart(const std::string& version);

  // Drops what is behind the first `size` bytes.
  absl::Status Truncate(int64_t size);

  absl::Status Append(absl::string_view bytes);

  // All of it is there: gives it its name, `path`, at once. The last call.
  absl::Status Finish();

 private:
  PartFile(Fd fd, const std::string& path, const std::string& url);
  absl::Status TakeUp();

  Fd fd_;
  std::string path_;
  std::string part_;
  std::string from_;
  // The first line of from_. A URL may hold a password: only its hash is kept.
  std::string source_;
  std::string version_;
  int64_t size_ = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_PART_FILE_H_
