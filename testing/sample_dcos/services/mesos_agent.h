// The Mesos agent: tells every master that it is there, as long as it is.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_AGENT_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_AGENT_H_

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

class MesosAgent {
 public:
  // `self` is what it tells `masters`, each "address:port".
  MesosAgent(Agent self, const std::vector<std::string>& masters);

  // Sends a heartbeat to master number `index` each `interval`, and never
  // returns: for a thread of each master.
  [[noreturn]] void Register(int index, absl::Duration interval);

  // Sends one heartbeat.
  void SendHeartbeat(int index);

  // GET /slave(1)/state, GET /metrics/snapshot: `registered` is 1 while a
  // master took the last heartbeat.
  void Handle(HttpExchange& exchange) const;

 private:
  struct Master {
    std::string address;
    std::atomic<bool> knows_us = false;
  };

  bool IsRegistered() const;

  const Agent self_;
  std::vector<Master> masters_;
};

// Attributes as MESOS_ATTRIBUTES has them: "name:value;name:value".
std::vector<std::pair<std::string, std::string>> ParseAttributes(
    const std::string& text);

// The service, port 5051.
int MesosAgentMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_AGENT_H_
