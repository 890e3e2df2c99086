// What systemd says about the units of DC/OS on this node.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_NODE_SYSTEMD_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_NODE_SYSTEMD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos::sample {

struct UnitState {
  // Such as "dcos-marathon.service".
  std::string id;
  std::string description;
  // It runs; or it had its turn and succeeded, if it does a thing once.
  bool healthy = false;
  // Such as "loaded inactive dead".
  std::string state;
};

// Every unit that dcos.target wants, and those of the installation.
// kUnavailable if systemd does not answer.
absl::StatusOr<std::vector<UnitState>> DcosUnits();

// The units in what `systemctl show` prints.
std::vector<UnitState> ParseUnits(absl::string_view text);

// Runs systemctl with `arguments`. kFailedPrecondition with its words if it
// fails.
absl::Status Systemctl(const std::vector<std::string>& arguments);

// Tells systemd that this service is ready (Type=notify).
void NotifyReady();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_NODE_SYSTEMD_H_
