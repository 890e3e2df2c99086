#include <string>

#include "testing/bench/measure.h"
#include "testing/bench/workbench.h"

namespace minidcos {
namespace {

const Words& Nodes() {
  static const auto& nodes = *new Words{"--agents=3", "--public-agents=1"};
  return nodes;
}

void Provision(const Workbench& bench, const std::string& host_key) {
  Comparison comparison;
  comparison.ours = bench.Ours("provision", Nodes());
  comparison.undo_ours = [&] { Output(bench.Ours("destroy", {})); };
  comparison.undo_theirs = [&] {
    Output(bench.Script("remove", {bench.id()}));
  };
  comparison.theirs =
      bench.Script("nodes", {bench.id(), "5", bench.image(), host_key});
  Compare("provision 1+3+1 / five parallel docker run of the image, ready",
          comparison, bench.runs());
  comparison.theirs = bench.Script("sleeps", {bench.id(), "5", bench.image()});
  Compare("provision 1+3+1 / five parallel docker run sleep", comparison,
          bench.runs());
}

void Destroy(const Workbench& bench, const std::string& host_key) {
  Comparison comparison;
  comparison.prepare_ours = [&] { Output(bench.Ours("provision", Nodes())); };
  comparison.ours = bench.Ours("destroy", {});
  comparison.prepare_theirs = [&] {
    Output(bench.Script("nodes", {bench.id(), "5", bench.image(), host_key}));
  };
  comparison.theirs = bench.Script("remove", {bench.id()});
  Compare("destroy / parallel docker rm -f -v", comparison, bench.runs());
}

}  // namespace

void BenchClusters(const Workbench& bench) {
  const std::string host_key = HostKey(bench);
  Provision(bench, host_key);
  Output(bench.Ours("provision", Nodes()));
  Compare("list / docker ps",
          {.ours = {bench.Tool("list")}, .theirs = {"docker", "ps"}},
          bench.runs());
  Output(bench.Ours("destroy", {}));
  Destroy(bench, host_key);
}

}  // namespace minidcos
