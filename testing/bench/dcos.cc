#include "testing/bench/measure.h"
#include "testing/bench/workbench.h"

namespace minidcos {

void BenchDcos(const Workbench& bench) {
  Comparison comparison;
  const auto prepare = [&] {
    Output(bench.Ours("provision", {"--agents=3", "--public-agents=1"}));
  };
  const auto undo = [&] { Output(bench.Ours("destroy", {})); };
  comparison.prepare_ours = prepare;
  comparison.prepare_theirs = prepare;
  comparison.undo_ours = undo;
  comparison.undo_theirs = undo;
  comparison.ours = bench.Ours("install", {bench.SampleInstaller()});
  comparison.theirs =
      bench.Script("by_hand", {bench.Cluster(), bench.SampleInstaller()});
  comparison.their_name = "by hand";
  Compare("install on 1+3+1 / the installer and dcos_install.sh by hand",
          comparison, bench.runs());
}

}  // namespace minidcos
