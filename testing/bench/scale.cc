#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "testing/call_counter.h"
#include "testing/bench/measure.h"
#include "testing/bench/workbench.h"

namespace minidcos {
namespace {

constexpr int kSizes[] = {1, 5, 10, 25, 50};

// One way of making clusters and removing them.
struct Side {
  Words make;
  Words remove;
  // Begins the containers' names.
  std::string prefix;
};

struct Cost {
  std::vector<double> make_ms;
  std::vector<double> remove_ms;
  std::vector<double> node_mib;
  double peak_mib = 0;
  int make_calls = 0;
  int remove_calls = 0;
};

[[noreturn]] void Fail(absl::string_view why) {
  absl::FPrintF(stderr, "%s\n", why);
  std::exit(1);
}

// The memory of the containers whose names begin with `prefix`, without caches,
// in MiB.
double MemoryOf(const std::string& prefix) {
  const Words ids = absl::StrSplit(
      Output({"docker", "ps", "-q", "--filter", "name=^" + prefix}), '\n');
  Words argv = {"docker", "stats", "--no-stream", "--format", "{{.MemUsage}}"};
  argv.insert(argv.end(), ids.begin(), ids.end());
  double sum = 0;
  for (absl::string_view usage : absl::StrSplit(Output(argv), '\n')) {
    // Such as "9.5MiB / 23.4GiB".
    double mib = 0;
    const size_t unit = usage.find("MiB");
    if (!absl::SimpleAtod(usage.substr(0, unit), &mib)) {
      Fail(absl::StrCat("not in MiB: ", usage));
    }
    sum += mib;
  }
  return sum;
}

// The socket of the engine that the tools and the docker CLI use.
std::string EngineSocket() {
  constexpr absl::string_view kUnix = "unix://";
  const char* host = std::getenv("DOCKER_HOST");
  const std::string url =
      host != nullptr ? host
                      : Output({"docker", "context", "inspect", "--format",
                                "{{.Endpoints.docker.Host}}"});
  if (!absl::StartsWith(url, kUnix)) Fail("scale needs an engine on a socket");
  return url.substr(kUnix.size());
}

Words Through(const std::string& socket, const Words& argv) {
  Words words = {"env", absl::StrCat("DOCKER_HOST=unix://", socket)};
  words.insert(words.end(), argv.begin(), argv.end());
  return words;
}

void CountCalls(const Workbench& bench, const Side& side, Cost& cost) {
  const std::string socket = bench.folder() + "/calls";
  const auto counter = CallCounter::Start(socket, EngineSocket());
  if (!counter.ok()) Fail(counter.status().message());
  Output(Through(socket, side.make));
  cost.make_calls = (*counter)->calls();
  Output(Through(socket, side.remove));
  cost.remove_calls = (*counter)->calls() - cost.make_calls;
}

void MeasureOnce(const Side& side, int nodes, Cost& cost) {
  const Measured made = Measure(side.make, "/dev/null");
  cost.node_mib.push_back(MemoryOf(side.prefix) / nodes);
  const Measured removed = Measure(side.remove, "/dev/null");
  cost.make_ms.push_back(absl::ToDoubleMilliseconds(made.time));
  cost.remove_ms.push_back(absl::ToDoubleMilliseconds(removed.time));
  cost.peak_mib = std::max(cost.peak_mib, made.peak_kib / 1024);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double MedianRatio(const std::vector<double>& ours,
                   const std::vector<double>& theirs) {
  std::vector<double> ratios;
  for (size_t i = 0; i < ours.size(); ++i) {
    ratios.push_back(ours[i] / theirs[i]);
  }
  return Median(ratios);
}

void PrintRow(int nodes, const Cost& ours, const Cost& theirs) {
  const auto per_node = [nodes](double all) { return all / nodes; };
  absl::PrintF(
      "%5d | %6.2f %6.2f %5.2f | %6.2f %6.2f %5.2f | %5.1f %5.1f | %5.1f %5.1f "
      "| %5.1f %5.1f | %5.1f\n",
      nodes, Median(ours.make_ms) / 1000, Median(theirs.make_ms) / 1000,
      MedianRatio(ours.make_ms, theirs.make_ms), Median(ours.remove_ms) / 1000,
      Median(theirs.remove_ms) / 1000,
      MedianRatio(ours.remove_ms, theirs.remove_ms), Median(ours.node_mib),
      Median(theirs.node_mib), per_node(ours.make_calls),
      per_node(theirs.make_calls), per_node(ours.remove_calls),
      per_node(theirs.remove_calls), ours.peak_mib);
  std::fflush(stdout);
}

void BenchSize(const Workbench& bench, const std::string& host_key, int nodes) {
  const Side ours = {
      bench.Ours("provision",
                 {absl::StrCat("--agents=", nodes - 1), "--public-agents=0"}),
      bench.Ours("destroy", {}), bench.Cluster()};
  const Side theirs = {bench.Script("nodes", {bench.id(), absl::StrCat(nodes),
                                              bench.image(), host_key}),
                       bench.Script("remove", {bench.id()}), bench.id()};
  Cost our_cost;
  Cost their_cost;
  // The first round, which is not timed, tells the calls.
  CountCalls(bench, ours, our_cost);
  CountCalls(bench, theirs, their_cost);
  for (int run = 0; run < bench.runs(); ++run) {
    MeasureOnce(ours, nodes, our_cost);
    MeasureOnce(theirs, nodes, their_cost);
  }
  PrintRow(nodes, our_cost, their_cost);
}

}  // namespace

void BenchScale(const Workbench& bench) {
  const std::string host_key = HostKey(bench);
  absl::PrintF(
      "provision / parallel docker run of the image, each ready; destroy / "
      "docker rm -f -v;\nour tool's own memory. Ours, docker CLI, ratio\n"
      "%5s | %-20s | %-20s | %-11s | %-11s | %-11s | %s\n",
      "nodes", "make, s", "remove, s", "MiB a node", "calls, make", "remove",
      "tool, MiB");
  for (const int nodes : kSizes) BenchSize(bench, host_key, nodes);
}

}  // namespace minidcos
