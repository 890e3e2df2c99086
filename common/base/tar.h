// Tar archives in memory, by libarchive: what the engine's archive and build
// calls take and give. Small things only; big transfers stream.
//
//   TarWriter tar;
//   tar.AddFile("root/.ssh/authorized_keys", key, 0600);
//   ASSIGN_OR_RETURN(const std::string bytes, tar.Finish());

#ifndef MINIDCOS_COMMON_BASE_TAR_H_
#define MINIDCOS_COMMON_BASE_TAR_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct archive;

namespace minidcos {

// Writes entries owned by root (0:0) with a modification time of 0, so that the
// same entries always make the same bytes.
class TarWriter {
 public:
  TarWriter();
  ~TarWriter();
  TarWriter(const TarWriter&) = delete;
  TarWriter& operator=(const TarWriter&) = delete;

  // `path` is relative and has no "..".
  void AddFile(const std::string& path, absl::string_view content, mode_t mode);
  void AddLink(const std::string& path, const std::string& target);
  void AddFolder(const std::string& path, mode_t mode);

  // The archive. kInternal if an entry could not be written. Called once.
  absl::StatusOr<std::string> Finish();

 private:
  std::string bytes_;
  archive* archive_;
  bool failed_ = false;
};

struct TarEntry {
  std::string path;
  // Of a regular file; empty for others.
  std::string content;
  // Of a symbolic link; empty for others.
  std::string link_target;
  mode_t mode = 0;
};

// The entries of a tar, plain or by gzip, in its order. kDataLoss if `bytes` are
// no whole tar.
absl::StatusOr<std::vector<TarEntry>> ReadTar(absl::string_view bytes);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_TAR_H_
