// A compressed tar archive that appears under its name once it is whole, or not
// at all.
//
//   ASSIGN_OR_RETURN(auto archive, ArchiveFile::Create("x.tar.gz", false));
//   RETURN_IF_ERROR(archive->Add("x/hello.txt", "hello\n"));
//   RETURN_IF_ERROR(archive->Finish());

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_ARCHIVE_FILE_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_ARCHIVE_FILE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/cluster/bundle/spool.h"

struct archive;

namespace minidcos {

// Whether a name's ending tells how it is compressed: .tar.zst, .tzst, .tar.gz
// or .tgz. kInvalidArgument, telling them, if not.
absl::Status CheckArchiveName(absl::string_view path);

// Safe to use from several threads at once.
class ArchiveFile {
 public:
  // Begins an archive beside `path`, of mode 0600. kAlreadyExists if there is a
  // file `path` and it is not to be replaced; kInvalidArgument as
  // CheckArchiveName; kNotFound without its folder.
  static absl::StatusOr<std::unique_ptr<ArchiveFile>> Create(
      const std::string& path, bool replace);

  // Removes what has not been finished.
  ~ArchiveFile();
  ArchiveFile(const ArchiveFile&) = delete;
  ArchiveFile& operator=(const ArchiveFile&) = delete;

  // Adds a file, of mode 0600, made now.
  absl::Status Add(const std::string& name, absl::string_view content)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Add(const std::string& name, Spool& content)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends the archive and gives it its name. kAlreadyExists if there is such a
  // file by now. Called once, last.
  absl::Status Finish() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  ArchiveFile(std::string path, bool replace, std::string part, int fd,
              archive* writer);

  // `read` gives the next piece of `size` bytes in all.
  absl::Status AddEntry(
      const std::string& name, int64_t size,
      const std::function<absl::StatusOr<absl::string_view>()>& read)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Failed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  const bool replace_;
  const std::string part_;
  const int fd_;
  absl::Mutex mutex_;
  archive* const archive_ ABSL_PT_GUARDED_BY(mutex_);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_ARCHIVE_FILE_H_
