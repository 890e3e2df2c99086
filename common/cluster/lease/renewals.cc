#include "common/cluster/lease/renewals.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/parallel.h"
#include "common/base/tar.h"
#include "common/cluster/labels.h"
#include "common/cluster/lease/lease_files.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 8;

bool IsRemoved(int fd) {
  struct stat info;
  return fstat(fd, &info) != 0 || info.st_nlink == 0;
}

absl::StatusOr<std::string> TarOf(const std::string& name,
                                  absl::string_view content) {
  TarWriter tar;
  tar.AddFile(name, content, 0644);
  return tar.Finish();
}

}  // namespace

Renewals::Renewals(DockerClient& docker, std::string creation,
                   Workspace workspace)
    : docker_(docker),
      creation_(std::move(creation)),
      workspace_(std::move(workspace)) {}

absl::Status Renewals::Begin(absl::Duration length) {
  const absl::MutexLock lock(&mutex_);
  return WriteShared(LeaseText(length, renewal_));
}

absl::Status Renewals::Renew(const Context& ctx, absl::Duration length) {
  const absl::MutexLock lock(&mutex_);
  const absl::Status shared = WriteShared(LeaseText(length, ++renewal_));
  if (sight_ == Sight::kShared) return shared;
  return RenewThroughEngine(ctx, length);
}

int Renewals::factor() const {
  const absl::MutexLock lock(&mutex_);
  return sight_ == Sight::kNotShared ? kElsewhereFactor : 1;
}

absl::Status Renewals::Keep(const Context& ctx) {
  ASSIGN_OR_RETURN(const std::string tar, TarOf(kKeptFile, ""));
  return PutIntoAll(ctx, tar);
}

bool Renewals::IsOver() const { return IsCondemned(workspace_); }

// In its place and not as a new file: that is a write to memory, which no full
// disk refuses.
absl::Status Renewals::WriteShared(absl::string_view text) {
  const std::string path =
      absl::StrCat(workspace_.serve(), "/", kSharedLeaseFile);
  // An installer that begins empties the folder.
  if (IsRemoved(shared_.get())) {
    shared_.Reset(
        open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (shared_.get() < 0 || fchmod(shared_.get(), 0644) != 0) {
      return ErrnoStatus(errno, absl::StrCat("creating '", path, "'"));
    }
  }
  if (pwrite(shared_.get(), text.data(), text.size(), 0) !=
      static_cast<ssize_t>(text.size())) {
    return ErrnoStatus(errno, absl::StrCat("writing '", path, "'"));
  }
  return absl::OkStatus();
}

absl::Status Renewals::RenewThroughEngine(const Context& ctx,
                                          absl::Duration length) {
  if (sight_ == Sight::kUnknown) {
    ASSIGN_OR_RETURN(
        const docker::ContainerList nodes,
        docker_.ListContainers(
            ctx, {{"label", {absl::StrCat(kCreationLabel, "=", creation_)}}}));
    if (nodes.items().empty()) return absl::OkStatus();
    const absl::StatusOr<bool> sees =
        docker_.PathExists(ctx, nodes.items(0).id(),
                           absl::StrCat(kServeMount, "/", kSharedLeaseFile));
    // One that is gone again has shown nothing.
    if (absl::IsNotFound(sees.status())) return absl::OkStatus();
    RETURN_IF_ERROR(sees.status());
    sight_ = *sees ? Sight::kShared : Sight::kNotShared;
  }
  if (sight_ == Sight::kShared) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      const std::string tar,
      TarOf(kLeaseFile, LeaseText(kElsewhereFactor * length, renewal_)));
  return PutIntoAll(ctx, tar);
}

absl::Status Renewals::PutIntoAll(const Context& ctx, absl::string_view tar) {
  ASSIGN_OR_RETURN(
      const docker::ContainerList nodes,
      docker_.ListContainers(
          ctx, {{"label", {absl::StrCat(kCreationLabel, "=", creation_)}}}));
  return FirstError(
      ForEachParallel(nodes.items_size(), kAtOnce, [&](int i) -> absl::Status {
        const absl::Status status =
            docker_.PutArchive(ctx, nodes.items(i).id(), kLeaseFolder, tar);
        return absl::IsNotFound(status) ? absl::OkStatus() : status;
      }));
}

}  // namespace minidcos
