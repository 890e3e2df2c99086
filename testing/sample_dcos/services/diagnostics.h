// Diagnostics: how the units of this node are, by systemd, and on a master how
// those of the whole cluster are, by asking the other nodes.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_DIAGNOSTICS_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_DIAGNOSTICS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/node/systemd.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

// Where an agent's diagnostics listens; a master's has port 1050.
inline constexpr char kDiagnosticsSocket[] = "/run/dcos/dcos-diagnostics.sock";

// Another node of the cluster.
struct Peer {
  std::string ip;
  std::string role;
  // Where it answers GET /system/health/v1.
  std::string address;
};

class Diagnostics {
 public:
  // `local` tells this node's health, `peers` who the others are.
  Diagnostics(std::function<NodeHealth()> local,
              std::function<std::vector<Peer>()> peers);

  // GET /system/health/v1: this node. GET /system/health/v1/units, .../nodes:
  // the cluster, asked anew each time. A unit is as healthy as it is where it
  // is worst; of a node that does not answer, dcos-diagnostics is not.
  void Handle(HttpExchange& exchange) const;

 private:
  std::vector<NodeHealth> AllNodes() const;

  const std::function<NodeHealth()> local_;
  const std::function<std::vector<Peer>()> peers_;
};

// The nodes of the cluster, as the diagnostics of a master at `address` tells.
// kUnavailable if it does not.
absl::StatusOr<NodesHealth> AskForNodesHealth(const std::string& address);

// A unit as health reports have it: its description is "Name: what it is for".
UnitHealth ToHealth(const UnitState& unit);

// The service.
int DiagnosticsMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_DIAGNOSTICS_H_
