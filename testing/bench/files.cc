#include <string>

#include "absl/strings/str_cat.h"
#include "testing/bench/measure.h"
#include "testing/bench/workbench.h"

namespace minidcos {
namespace {

// `source`, on this machine, to the node and back, beside docker cp.
void CompareTransfers(const Workbench& bench, const std::string& what,
                      const std::string& source) {
  const std::string container = bench.Container("master");
  const std::string there = "/var/bench";
  const std::string back = bench.folder() + "/back";
  const auto clean_node = [&] {
    Output({"docker", "exec", container, "rm", "-rf", there});
  };
  Compare(absl::StrCat("send-file, ", what, " / docker cp"),
          {.ours = bench.Ours("send-file", {source, there}),
           .theirs = {"docker", "cp", source, container + ":" + there},
           .undo_ours = clean_node,
           .undo_theirs = clean_node},
          bench.runs());
  Output({"docker", "cp", source, container + ":" + there});
  const auto clean_here = [&] { Output({"rm", "-rf", back}); };
  Compare(absl::StrCat("fetch-file, ", what, " / docker cp"),
          {.ours = bench.Ours("fetch-file", {there, back}),
           .theirs = {"docker", "cp", container + ":" + there, back},
           .undo_ours = clean_here,
           .undo_theirs = clean_here},
          bench.runs());
  clean_node();
}

}  // namespace

void BenchFiles(const Workbench& bench) {
  Output(bench.Ours("provision", {"--agents=0", "--public-agents=0"}));
  const std::string big = bench.folder() + "/big";
  Output({"dd", "if=/dev/urandom", "of=" + big, "bs=1M", "count=1024",
          "status=none"});
  CompareTransfers(bench, "1 GiB", big);
  const std::string many = bench.folder() + "/many";
  Output({"sh", "-c",
          "mkdir -p \"$1\" && cd \"$1\" && seq 10000 | split -l 1 -a 4 -d",
          "sh", many});
  CompareTransfers(bench, "10,000 small files", many);
  Output(bench.Ours("destroy", {}));
}

}  // namespace minidcos
