#include "common/cluster/bundle/content.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/find_secrets.h"
#include "common/base/redact.h"
#include "common/cluster/bundle/archive_file.h"
#include "common/cluster/bundle/read_spooled_tar.h"
#include "common/cluster/bundle/spool.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Key stores are binary, but a private key may be bare.
bool IsSecretFile(absl::string_view path) {
  const size_t slash = path.rfind('/');
  const absl::string_view name =
      slash == absl::string_view::npos ? path : path.substr(slash + 1);
  return IsSecretName(name) || absl::EndsWith(name, ".key");
}

// Runs `produce` for at most `limit`; false if there is no such thing or
// nothing was given. Notes its failure.
absl::StatusOr<bool> Produce(
    const Context& ctx, absl::Duration limit, const TextProducer& produce,
    const std::function<absl::Status(absl::string_view)>& sink,
    const std::function<void(const absl::Status&)>& miss) {
  bool given = false;
  const absl::StatusOr<bool> produced =
      produce(ctx.WithTimeout(limit), [&](absl::string_view piece) {
        given = given || !piece.empty();
        return sink(piece);
      });
  RETURN_IF_ERROR(ctx.Check());
  if (produced.ok()) return *produced;
  miss(produced.status());
  return given;
}

}  // namespace

absl::Status BundleContent::Add(const Context& ctx, const std::string& file,
                                absl::Duration limit,
                                const TextProducer& produce) {
  ASSIGN_OR_RETURN(Spool spool, Spool::Make());
  Redactor redactor;
  ASSIGN_OR_RETURN(const bool is_there,
                   Produce(
                       ctx, limit, produce,
                       [&](absl::string_view piece) {
                         return spool.Append(redactor.Add(piece));
                       },
                       [&](const absl::Status& why) { Miss(file, why); }));
  if (!is_there) return absl::OkStatus();
  RETURN_IF_ERROR(spool.Append(redactor.Finish()));
  return archive_.Add(Path(file), spool);
}

absl::Status BundleContent::AddTar(const Context& ctx,
                                   const std::string& folder,
                                   absl::Duration limit,
                                   const TextProducer& produce) {
  ASSIGN_OR_RETURN(Spool tar, Spool::Make());
  ASSIGN_OR_RETURN(
      const bool is_there,
      Produce(
          ctx, limit, produce,
          [&](absl::string_view piece) { return tar.Append(piece); },
          [&](const absl::Status& why) { Miss(folder, why); }));
  if (!is_there) return absl::OkStatus();
  absl::Status written;
  const absl::Status read = ReadSpooledTar(
      tar, [&](const std::string& path, const SpooledFile& content) {
        const std::string file = absl::StrCat(folder, path);
        if (IsSecretFile(path)) {
          Miss(file, absl::PermissionDeniedError("left out for its name"));
          return absl::OkStatus();
        }
        if (!content.is_text) {
          Miss(file,
               absl::FailedPreconditionError("left out, for it is no text"));
          return absl::OkStatus();
        }
        written = Add(ctx, file, absl::InfiniteDuration(),
                      [&](const Context&, const auto& sink) {
                        return content.read(sink);
                      });
        return written;
      });
  RETURN_IF_ERROR(written);
  if (!read.ok()) Miss(folder, read);
  return absl::OkStatus();
}

void BundleContent::Miss(absl::string_view what, const absl::Status& why) {
  const absl::MutexLock lock(&mutex_);
  missing_.push_back(absl::StrCat(what, ": ", why.message()));
}

std::vector<std::string> BundleContent::missing() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<std::string> sorted = missing_;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

std::string BundleContent::Path(absl::string_view file) const {
  return absl::StrCat(root_, "/", file);
}

}  // namespace minidcos
