#include <string>

#include "absl/strings/str_cat.h"
#include "testing/bench/measure.h"
#include "testing/bench/workbench.h"

namespace minidcos {
namespace {

constexpr char kGibibyte[] = "1073741824";

// What the plain ssh client needs: the key, the address and the node's host
// key.
Words Ssh(const Workbench& bench, const Words& options) {
  Words argv = {"ssh", "-F", bench.folder() + "/ssh_config"};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.insert(argv.end(), {"master_0", "true"});
  return argv;
}

void CompareSsh(const Workbench& bench) {
  const Words ours = bench.Ours("exec", {"--transport=ssh", "true"});
  Compare("a second exec true over ssh / ssh",
          {.ours = ours, .theirs = Ssh(bench, {}), .their_name = "ssh"},
          bench.runs());
  const std::string socket = absl::StrCat("/tmp/", bench.id(), ".socket");
  Output(Ssh(bench, {"-S", socket, "-o", "ControlMaster=auto", "-o",
                     "ControlPersist=600"}));
  Compare(
      "a second exec true over ssh / ssh with a shared connection",
      {.ours = ours, .theirs = Ssh(bench, {"-S", socket}), .their_name = "ssh"},
      bench.runs());
  Output({"ssh", "-S", socket, "-O", "exit", "master_0"});
}

void CompareStreams(const Workbench& bench) {
  const std::string container = bench.Container("master");
  const std::string file = bench.folder() + "/gibibyte";
  Output({"dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=1024",
          "status=none"});
  Compare("exec head -c 1G /dev/zero / docker exec",
          {.ours = bench.Ours("exec", {"head", "-c", kGibibyte, "/dev/zero"}),
           .theirs = {"docker", "exec", container, "head", "-c", kGibibyte,
                      "/dev/zero"}},
          bench.runs());
  const Words read = {"sh", "-c", "cat >/dev/null"};
  Comparison in = {.ours = bench.Ours("exec", {"-i"}),
                   .theirs = {"docker", "exec", "-i", container},
                   .input = file};
  in.ours.insert(in.ours.end(), read.begin(), read.end());
  in.theirs.insert(in.theirs.end(), read.begin(), read.end());
  Compare("exec -i cat <1G / docker exec -i", in, bench.runs());
}

}  // namespace

void BenchCommands(const Workbench& bench) {
  Output(bench.Ours("provision", {"--agents=0", "--public-agents=0"}));
  Compare("exec true / docker exec true",
          {.ours = bench.Ours("exec", {"true"}),
           .theirs = {"docker", "exec", bench.Container("master"), "true"}},
          bench.runs());
  Output({"sh", "-c", "\"$@\" >\"$0\"", bench.folder() + "/ssh_config",
          bench.Tool("inspect"), "-c", bench.id(), "--ssh-config"});
  CompareSsh(bench);
  CompareStreams(bench);
  Output(bench.Ours("destroy", {}));
}

}  // namespace minidcos
