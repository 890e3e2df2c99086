#include "testing/bench/measure.h"
#include "testing/bench/workbench.h"

namespace minidcos {

void BenchTests(const Workbench& bench) {
  Comparison comparison;
  comparison.ours = bench.Test("hostnames");
  comparison.theirs = bench.Script(
      "hostnames", {bench.id(), "3", bench.image(), HostKey(bench)});
  Compare("cluster_test of 1+1+1 / docker run, exec and rm by hand", comparison,
          bench.runs());
}

}  // namespace minidcos
