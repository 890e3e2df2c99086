// The files of a bundle, all of them redacted, and what is missing among them.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_CONTENT_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_CONTENT_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/cluster/bundle/archive_file.h"

namespace minidcos {

// Gives a file's text to a sink, as far as it can be had; false if there is no
// such thing, which then is not missed. To end with `ctx`.
using TextProducer = std::function<absl::StatusOr<bool>(
    const Context& ctx,
    const std::function<absl::Status(absl::string_view)>& sink)>;

// Safe to use from several threads at once.
class BundleContent {
 public:
  // All files go below the folder `root` of `archive`, which must outlive it.
  BundleContent(std::string root, ArchiveFile& archive)
      : root_(std::move(root)), archive_(archive) {}

  // Adds a file of what `produce` gives within `limit`. Its failure is noted,
  // and what it has given all the same is kept. Fails only if the archive
  // cannot be written, or if `ctx` ends.
  absl::Status Add(const Context& ctx, const std::string& file,
                   absl::Duration limit, const TextProducer& produce);

  // The same of each text file in the tar that `produce` gives, below `folder`.
  // Those below a name that is a secret's, and all that is no text, are
  // missing.
  absl::Status AddTar(const Context& ctx, const std::string& folder,
                      absl::Duration limit, const TextProducer& produce);

  // Notes that `what` could not be had, and why.
  void Miss(absl::string_view what, absl::string_view why)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // "master_0/units.txt: timed out", sorted.
  std::vector<std::string> missing() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  std::string Path(absl::string_view file) const;

  const std::string root_;
  ArchiveFile& archive_;
  mutable absl::Mutex mutex_;
  std::vector<std::string> missing_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_CONTENT_H_
