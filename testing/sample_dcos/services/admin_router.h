// Admin Router, the one door to a master from outside: it lets through who has
// logged in, to the service that a path belongs to.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ADMIN_ROUTER_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ADMIN_ROUTER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos::sample {

// Where the services of this master listen.
struct Upstreams {
  std::string diagnostics = "127.0.0.1:1050";
  std::string exhibitor = "127.0.0.1:8181";
  std::string iam = "127.0.0.1:8101";
  std::string marathon = "127.0.0.1:8080";
  std::string mesos = "127.0.0.1:5050";
  std::string metronome = "127.0.0.1:9000";
};

class AdminRouter {
 public:
  // Files to serve, such as dcos-version.json, are in the folder `files`.
  // `challenge` is the method of log-in that who has not is told.
  AdminRouter(Upstreams upstreams, std::string files,
              std::string challenge = "oauthjwt");

  // Answers `/` with the page of the cluster's nodes (page.h), to anybody;
  // passes another request on, and its answer back. 401 with the challenge as
  // `WWW-Authenticate` without a token where one is needed; 502 if the service
  // does not answer; 404 for an unknown path or agent.
  void Handle(HttpExchange& exchange) const;

  // Whether the request has a valid token; else it is answered with a 401.
  bool Admits(HttpExchange& exchange) const;

 private:
  std::string DcosVersion() const;
  void PassToAgent(HttpExchange& exchange, absl::string_view rest) const;

  const Upstreams upstreams_;
  const std::string files_;
  const std::string challenge_;
};

// The path and the query of `request`, encoded again.
std::string TargetOf(const HttpServerRequest& request);

// The services: port 80 of a master, port 61001 of an agent, which only leads
// to diagnostics.
int AdminRouterMain();
int AgentAdminRouterMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ADMIN_ROUTER_H_
