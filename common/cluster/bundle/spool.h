// A temporary file without a name: what is too big for memory until its size is
// known. Gone with its scope, or the process, however that ends.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_SPOOL_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_SPOOL_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

class Spool {
 public:
  // In $TMPDIR, else /tmp.
  static absl::StatusOr<Spool> Make();
  ~Spool();
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&&) = delete;

  // Adds `bytes` at its end. kResourceExhausted if the disk is full.
  absl::Status Append(absl::string_view bytes);

  int64_t size() const { return size_; }

  // Goes to its beginning, from where Read() gives it piece by piece, empty at
  // its end; a piece is valid until the next call. Append() is over then.
  absl::Status Rewind();
  absl::StatusOr<absl::string_view> Read();

 private:
  explicit Spool(int fd) : fd_(fd) {}

  int fd_;
  int64_t size_ = 0;
  std::string piece_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_SPOOL_H_
