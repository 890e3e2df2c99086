// Exhibitor, the supervisor of ZooKeeper: tells which masters serve.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_EXHIBITOR_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_EXHIBITOR_H_

#include <functional>
#include <string>
#include <vector>

#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

class Exhibitor {
 public:
  // `serves` says whether the master at an address does; it is asked for all of
  // them at once.
  Exhibitor(std::vector<std::string> masters,
            std::function<bool(const std::string&)> serves);

  // GET /exhibitor/v1/cluster/status: an item for each master; the first one
  // that serves leads. GET /exhibitor/v1/cluster/state: a 200, as this one
  // serves. GET /sample/cluster-id: this node's kClusterIdFile.
  void Handle(HttpExchange& exchange) const;

 private:
  ExhibitorServers Status() const;

  const std::vector<std::string> masters_;
  const std::function<bool(const std::string&)> serves_;
};

// What this node's Exhibitor says of the masters; none if it does not answer.
ExhibitorServers AskExhibitor();

// The service, port 8181.
int ExhibitorMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_EXHIBITOR_H_
