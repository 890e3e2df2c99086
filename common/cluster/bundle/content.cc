#include "common/cluster/bundle/content.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
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

// Why a file of a node is not for a bundle; empty if it is. Key stores are
// binary, but a private key may be bare.
absl::string_view WhyNot(absl::string_view path, const SpooledFile& content) {
  for (const absl::string_view name : absl::StrSplit(path, '/')) {
    if (IsSecretName(name)) return "left out for its name";
  }
  if (absl::EndsWith(path, ".key")) return "left out for its name";
  return content.is_text ? "" : "left out, for it is no text";
}

// Runs `produce` for at most `limit`; false if there is no such thing or
// nothing was given. Notes its failure.
absl::StatusOr<bool> Produce(
    const Context& ctx, absl::Duration limit, const TextProducer& produce,
    const std::function<absl::Status(absl::string_view)>& sink,
    const std::function<void(absl::string_view)>& miss) {
  bool given = false;
  const absl::StatusOr<bool> produced =
      produce(ctx.WithTimeout(limit), [&](absl::string_view piece) {
        given = given || !piece.empty();
        return sink(piece);
      });
  RETURN_IF_ERROR(ctx.Check());
  if (produced.ok()) return *produced;
  miss(produced.status().message());
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
                       [&](absl::string_view why) { Miss(file, why); }));
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
          [&](absl::string_view why) { Miss(folder, why); }));
  if (!is_there) return absl::OkStatus();
  absl::Status written;
  const absl::Status read = ReadSpooledTar(
      tar, [&](const std::string& path, const SpooledFile& content) {
        const std::string file = absl::StrCat(folder, path);
        const absl::string_view why_not = WhyNot(path, content);
        if (!why_not.empty()) {
          Miss(file, why_not);
          return absl::OkStatus();
        }
        written = Add(ctx, file, absl::InfiniteDuration(),
                      [&](const Context&, const auto& sink) {
                        return content.read(sink);
                      });
        return written;
      });
  RETURN_IF_ERROR(written);
  if (!read.ok()) Miss(folder, read.message());
  return absl::OkStatus();
}

void BundleContent::Miss(absl::string_view what, absl::string_view why) {
  const absl::MutexLock lock(&mutex_);
  missing_.push_back(absl::StrCat(what, ": ", why));
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
