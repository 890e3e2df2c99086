// Large files from the network, as fetch_options.h says.

#ifndef MINIDCOS_COMMON_HTTP_DOWNLOAD_FILE_H_
#define MINIDCOS_COMMON_HTTP_DOWNLOAD_FILE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"

namespace minidcos {

struct DownloadRequest {
  // http or https.
  std::string url;
  // Where it goes. What is there stays until all of the new file has come.
  std::string path;
  // If not empty, the version that `path` has: it is fetched only if the server
  // has another.
  std::string version = "";
  // If set, looks at all of it, at the path given, before it gets its name.
  // What is refused is dropped, and the refusal returned.
  std::function<absl::Status(const std::string&)> check = nullptr;
  // How long nothing may come before it is given up.
  absl::Duration patience = absl::Minutes(1);
};

struct Download {
  // Whether `path` has been replaced.
  bool changed = false;
  // The server's word for this version of the file: an ETag or a date. Empty if
  // it gives none.
  std::string version;
};

// Fetches a file of any size to `path`, through PartFile (part_file.h), and
// tells `step` how far it is.
//
// A connection that breaks is taken up again where it broke, as long as bytes
// come, and so is what an earlier run has left, whatever ended it: by Range and
// If-Range, so that parts of two versions are never joined. A server that
// cannot do that sends all of it again, three times at most.
//
// kNotFound if the server says so; kUnavailable or kUnauthenticated, with the
// bare cause, for all else that keeps the file from us; kResourceExhausted if
// the disk is full; kFailedPrecondition while another process fetches to
// `path`; ctx.Check() as soon as `ctx` ends.
absl::StatusOr<Download> DownloadFile(const Context& ctx,
                                      const DownloadRequest& request,
                                      Progress::Step& step);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_DOWNLOAD_FILE_H_
