#include "tools/web/web.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/base/shell_quote.h"
#include "common/cluster/cluster.h"
#include "common/cluster/published_ports.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 16;
constexpr absl::Duration kInterval = absl::Milliseconds(200);

// Where there is no way to the nodes, as on macOS, nothing ever answers.
constexpr absl::Duration kConnectTimeout = absl::Seconds(1);
constexpr absl::Duration kAnswerTimeout = absl::Seconds(5);

struct Door {
  std::string url;
  // What is asked whether it answers. Admin Router answers HTTP also on the
  // port of HTTPS, if only to say so.
  std::string probe;
};

// The machine that the engine publishes ports on, as we reach it.
std::string EngineMachine(const std::string& engine) {
  static const RE2& tcp = *new RE2(R"(tcp://(\[[^\]]*\]|[^:/]+).*)");
  std::string machine;
  return RE2::FullMatch(engine, tcp, &machine) ? machine : "127.0.0.1";
}

void AddPublished(const docker::ContainerDetails& master,
                  const std::string& engine, std::vector<Door>& doors) {
  for (const PublishedPort& port : PublishedPorts(master)) {
    const bool is_web = port.protocol == "tcp" && (port.container_port == 80 ||
                                                   port.container_port == 443);
    // One for IPv6 comes beside one for IPv4.
    if (!is_web || absl::StrContains(port.host_ip, ":")) continue;
    const std::string address =
        absl::StrCat(port.host_ip == "0.0.0.0" || port.host_ip.empty()
                         ? EngineMachine(engine)
                         : port.host_ip,
                     ":", port.host_port);
    doors.push_back(
        {.url = absl::StrCat(
             port.container_port == 443 ? "https://" : "http://", address),
         .probe = absl::StrCat("http://", address)});
  }
}

// The ways to the masters that run, the better ones first.
absl::StatusOr<std::vector<Door>> FindDoors(const Context& ctx,
                                            DockerClient& docker,
                                            const Cluster& cluster) {
  std::vector<Door> doors;
  std::vector<Door> published;
  for (const Node& master : cluster.masters) {
    if (master.ip_address().empty()) continue;
    const std::string url = absl::StrCat("http://", master.ip_address());
    doors.push_back({.url = url, .probe = url});
    ASSIGN_OR_RETURN(const docker::ContainerDetails details,
                     docker.InspectContainer(ctx, master.container_id()));
    AddPublished(details, docker.host(), published);
  }
  if (doors.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("no master of cluster '", cluster.id, "' runs"));
  }
  doors.insert(doors.end(), published.begin(), published.end());
  return doors;
}

// How each of `doors` answers: OK for HTTP of any status.
std::vector<absl::Status> Knock(const Context& ctx, HttpClient& client,
                                const std::vector<Door>& doors) {
  return ForEachParallel(static_cast<int>(doors.size()), kAtOnce, [&](int i) {
    return client.Send(ctx.WithTimeout(kAnswerTimeout), {.url = doors[i].probe})
        .status();
  });
}

absl::Status NothingAnswers(const Cluster& cluster,
                            const std::vector<Door>& doors,
                            const std::vector<absl::Status>& answers) {
  std::vector<std::string> tried;
  for (size_t i = 0; i < doors.size(); ++i) {
    tried.push_back(
        absl::StrCat(doors[i].url, " (", answers[i].message(), ")"));
  }
  return absl::DeadlineExceededError(
      absl::StrCat("nothing answers at ", absl::StrJoin(tried, ", "),
                   "; if DC/OS is being set up, 'minidcos wait --cluster-id ",
                   ShellQuote(cluster.id), "' tells when it is ready"));
}

}  // namespace

absl::StatusOr<std::string> FindWebPage(const Context& ctx,
                                        DockerClient& docker,
                                        const std::string& cluster_id,
                                        absl::Duration timeout,
                                        Progress& progress) {
  ASSIGN_OR_RETURN(const Cluster cluster, FindCluster(ctx, docker, cluster_id));
  ASSIGN_OR_RETURN(const std::vector<Door> doors,
                   FindDoors(ctx, docker, cluster));
  const std::unique_ptr<Progress::Step> step =
      progress.Begin(absl::StrCat("Waiting for ", doors.front().url));
  HttpClient client({.connect_timeout = kConnectTimeout});
  const Context limit = ctx.WithTimeout(timeout);
  while (true) {
    const std::vector<absl::Status> answers = Knock(limit, client, doors);
    for (size_t i = 0; i < doors.size(); ++i) {
      if (!answers[i].ok()) continue;
      step->Done();
      return doors[i].url;
    }
    step->Update(answers.front().message());
    if (limit.WaitFor(kInterval).ok()) continue;
    RETURN_IF_ERROR(ctx.Check());
    return NothingAnswers(cluster, doors, answers);
  }
}

}  // namespace minidcos
