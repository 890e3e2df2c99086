#include <future>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/http/http_client.h"
#include "testing/bench/measure.h"
#include "testing/bench/workbench.h"

namespace minidcos {
namespace {

constexpr char kAgentUnit[] = "dcos-mesos-slave.service";

std::string Address(const Workbench& bench, const std::string& role) {
  return Output({"docker", "inspect", "--format",
                 "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                 bench.Container(role)});
}

// What a page says; empty if it does not answer with 200.
std::string Page(HttpClient& client, const std::string& url) {
  const auto response =
      client.Send(Context().WithTimeout(absl::Seconds(5)), {.url = url});
  return response.ok() && response->status == 200 ? response->body : "";
}

// Looks, without a rest, until the agent is registered, answers and is healthy:
// the conditions of which we take one away.
absl::Time WhenReady(const std::string& master, const std::string& agent) {
  HttpClient client;
  while (true) {
    const std::string health =
        Page(client, absl::StrCat("http://", master,
                                  ":1050/system/health/v1/units?cache=0"));
    const bool ready =
        absl::StrContains(Page(client, absl::StrCat("http://", master,
                                                    ":5050/master/slaves")),
                          agent) &&
        !Page(client, absl::StrCat("http://", agent, ":5051/slave(1)/state"))
             .empty() &&
        absl::StrContains(health, "\"health\"") &&
        !absl::StrContains(health, "\"health\":1");
    if (ready) return absl::Now();
  }
}

// How long after the cluster has become ready a wait ends that had waited for
// `waited` by then.
absl::Duration Delay(const Workbench& bench, absl::Duration waited) {
  const std::string master = Address(bench, "master");
  const std::string agent = Address(bench, "agent");
  const auto systemctl = [&](const std::string& verb) {
    Output(bench.Ours("exec",
                      {"--node", "agent_0", "systemctl", verb, kAgentUnit}));
  };
  systemctl("stop");
  std::future<absl::Time> end = std::async(std::launch::async, [&] {
    Output(bench.Ours("wait", {"--timeout=5m"}));
    return absl::Now();
  });
  Context().WaitFor(waited).IgnoreError();
  systemctl("start");
  const absl::Time ready = WhenReady(master, agent);
  return end.get() - ready;
}

}  // namespace

void BenchWait(const Workbench& bench) {
  Output(bench.Ours("create", {bench.SampleInstaller(), "--public-agents=0",
                               "--wait-for-dcos"}));
  std::vector<double> ready;
  for (int run = 0; run < bench.runs(); ++run) {
    ready.push_back(absl::ToDoubleMilliseconds(
        Measure(bench.Ours("wait", {}), "/dev/null").time));
  }
  absl::PrintF("wait on a cluster that is ready\n  ms         %s\n",
               Spread(ready, 0));
  for (const absl::Duration waited : {absl::Seconds(2), absl::Seconds(15)}) {
    std::vector<double> delays;
    for (int run = 0; run < bench.runs(); ++run) {
      delays.push_back(absl::ToDoubleMilliseconds(Delay(bench, waited)));
    }
    absl::PrintF(
        "wait's end after readiness, having waited %s\n  ms         %s\n",
        absl::FormatDuration(waited), Spread(delays, 0));
  }
  Output(bench.Ours("destroy", {}));
}

}  // namespace minidcos
