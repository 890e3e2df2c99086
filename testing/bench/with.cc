#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/child_process.h"
#include "common/base/fd.h"
#include "testing/bench/measure.h"
#include "testing/bench/workbench.h"

namespace minidcos {
namespace {

// Runs a command that stays with a cluster, and returns once it has begun.
std::unique_ptr<ChildProcess> StartWith(const Workbench& bench) {
  absl::StatusOr<Pipe> output = Pipe::Make();
  absl::StatusOr<std::unique_ptr<ChildProcess>> with = ChildProcess::Start(
      bench.Ours("with", {"--agents=3", "--public-agents=1", "sh", "-c",
                          "echo; exec sleep 1000"}),
      {}, {.out = output->write.get()});
  char byte;
  if (!with.ok() || read(output->read.get(), &byte, 1) != 1) {
    absl::FPrintF(stderr, "with has not begun its command\n");
    std::exit(1);
  }
  return *std::move(with);
}

// How long after its owner was killed a cluster's containers and volumes are
// gone.
absl::Duration MeasureKill(const Workbench& bench) {
  std::unique_ptr<ChildProcess> with = StartWith(bench);
  const std::string filter =
      absl::StrCat("label=dcos_e2e.cluster_id=", bench.id());
  const absl::Time killed = absl::Now();
  with.reset();
  for (const Words& list :
       {Words{"docker", "ps", "-aq"}, Words{"docker", "volume", "ls", "-q"}}) {
    Words argv = list;
    argv.insert(argv.end(), {"--filter", filter});
    while (!Output(argv).empty()) {
    }
  }
  const absl::Time gone = absl::Now();
  Output(bench.Ours("clean", {"--stale", "--yes"}));
  return gone - killed;
}

}  // namespace

void BenchWith(const Workbench& bench) {
  const std::string host_key = bench.folder() + "/with_host_key";
  Output({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host_key});
  Compare(
      "with true, 1+3+1 / five parallel docker run of the image, ready, and "
      "docker rm -f -v",
      {.ours = bench.Ours("with", {"--agents=3", "--public-agents=1", "true"}),
       .theirs = bench.Script("nodes_and_gone",
                              {bench.id(), "5", bench.image(), host_key})},
      bench.runs());
  std::vector<double> seconds;
  for (int run = 0; run < bench.runs(); ++run) {
    seconds.push_back(absl::ToDoubleSeconds(MeasureKill(bench)));
  }
  absl::PrintF(
      "with killed, until its containers and volumes are gone\n  s          "
      "%s\n",
      Spread(seconds, 1));
}

}  // namespace minidcos
