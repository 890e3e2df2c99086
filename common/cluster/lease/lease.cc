#include "common/cluster/lease/lease.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/cluster/lease/is_traced.h"
#include "common/cluster/lease/renewals.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// After a renewal that failed, the next one comes by so much sooner.
constexpr int kSooner = 5;

}  // namespace

Lease::Lease(std::function<void(absl::string_view)> warn, absl::Duration length,
             absl::Duration period)
    : warn_(std::move(warn)), length_(length), period_(period) {}

Lease::~Lease() { End(); }

absl::Status Lease::Begin(DockerClient& docker, const std::string& creation,
                          const Workspace& workspace) {
  renewals_ = std::make_unique<Renewals>(docker, creation, workspace);
  RETURN_IF_ERROR(renewals_->Begin(length_));
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

absl::Status Lease::Lengthen(const Context& ctx) {
  if (renewals_ == nullptr) return absl::OkStatus();
  const absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(renewals_->Renew(ctx, kLongLease));
  is_long_ = true;
  return absl::OkStatus();
}

void Lease::Resume() {
  const absl::MutexLock lock(&mutex_);
  is_long_ = false;
}

absl::Status Lease::Keep(const Context& ctx) {
  if (renewals_ == nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(renewals_->Keep(ctx));
  End();
  return absl::OkStatus();
}

void Lease::End() {
  over_.Cancel();
  if (thread_.joinable()) thread_.join();
}

absl::Status Lease::Renew(const Context& ctx) {
  const absl::MutexLock lock(&mutex_);
  if (is_long_) return absl::OkStatus();
  return renewals_->Renew(ctx, IsTraced() ? kLongLease : length_);
}

void Lease::Run() {
  const Context ctx = Context().WithCancellation(over_);
  absl::Duration renewed = MonotonicNow();
  bool is_told = false;
  absl::Duration pause;
  do {
    if (renewals_->IsOver()) return;
    const absl::Status status =
        Renew(ctx.WithTimeout(renewals_->factor() * period_));
    pause = renewals_->factor() * period_ / (status.ok() ? 1 : kSooner);
    const absl::Duration length = renewals_->factor() * length_;
    if (status.ok()) {
      renewed = MonotonicNow();
      is_told = false;
    } else if (!is_told && MonotonicNow() - renewed > length) {
      is_told = true;
      warn_(absl::StrCat("the cluster's lease could not be renewed for ",
                         absl::FormatDuration(length),
                         ", its nodes may end: ", status.message()));
    }
  } while (ctx.WaitFor(pause).ok());
}

}  // namespace minidcos
