// The Mesos master: knows the agents that keep telling it that they are there.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_MASTER_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_MASTER_H_

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

class MesosMaster {
 public:
  // `has_quorum` says whether most of the masters serve; once it has, the
  // replicated log is recovered for good. An agent that is silent for longer
  // than `agent_timeout` is gone.
  MesosMaster(std::function<bool()> has_quorum, absl::Duration agent_timeout);

  // POST /sample/heartbeat: an agent says that it is there.
  // GET /master/slaves: those that did. GET /metrics/snapshot.
  // The first two are a 503 until the log is recovered.
  void Handle(HttpExchange& exchange);

 private:
  struct Known {
    Agent agent;
    absl::Time heard;
  };

  bool Recovered();
  void TakeHeartbeat(HttpExchange& exchange);
  Agents PresentAgents();

  const std::function<bool()> has_quorum_;
  const absl::Duration agent_timeout_;
  std::mutex mutex_;
  bool recovered_ = false;              // guarded by mutex_
  std::map<std::string, Known> known_;  // by id, guarded by mutex_
};

// The agents that the master at `address` knows. kUnavailable if it does not
// answer, or has not recovered its log yet.
absl::StatusOr<Agents> AskForAgents(const std::string& address);

// What this node's master answers to a GET of its metrics; none of them is set
// if it does not.
Metrics AskMaster();

// The service, port 5050.
int MesosMasterMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_MASTER_H_
