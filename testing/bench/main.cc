// Our tools beside the plain docker CLI doing the same work, in one run:
//
//   bazel run //testing/bench           5 runs of each
//   bazel run //testing/bench -- 9      9 runs of each
//
// Prints minimum, median and maximum. Needs an engine and the docker CLI; makes
// the node image if it is not there, and leaves nothing else.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "testing/bench/measure.h"

namespace minidcos {
namespace {

// The five nodes of the benchmark: 1 master, 3 agents, 1 public agent.
const std::vector<std::string> kNodes = {"--agents=3", "--public-agents=1"};

// Runs `argv`; its standard output without the last line end.
std::string Output(const std::vector<std::string>& argv) {
  const auto result =
      RunSubprocess(Context().WithTimeout(absl::Minutes(10)), argv);
  if (!result.ok() || result->exit_code != 0) {
    absl::FPrintF(
        stderr, "%s: %s\n", argv[0],
        result.ok() ? result->stderr_text : result.status().ToString());
    std::exit(1);
  }
  return std::string(absl::StripAsciiWhitespace(result->stdout_text));
}

class Bench {
 public:
  explicit Bench(int runs)
      : runs_(runs),
        files_(std::filesystem::read_symlink("/proc/self/exe").string() +
               ".runfiles/minidcos/"),
        id_(absl::StrCat("bench-", getpid())),
        image_(Output({Tool("build-image")})),
        keys_(*ScopedFolder::Make(TemporaryDirectory(), "bench-")) {
    Output({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", HostKey()});
  }

  ~Bench() {
    for (const auto& argv :
         {std::vector<std::string>{Tool("destroy"), "--ignore-missing", id_},
          Script("remove", {id_})}) {
      RunSubprocess(Context(), argv).status().IgnoreError();
    }
  }

  void Run() {
    Provision();
    Output(Ours("provision", kNodes));
    Compare("list / docker ps",
            {.ours = {Tool("list")}, .theirs = {"docker", "ps"}}, runs_);
    Compare("exec true / docker exec true",
            {.ours = Ours("exec", {"true"}),
             .theirs = {"docker", "exec",
                        absl::StrCat("dcos-e2e-", id_, ".master-0"), "true"}},
            runs_);
    Output(Ours("destroy", {}));
    Destroy();
  }

 private:
  std::string Tool(const std::string& name) const {
    return absl::StrCat(files_, "bin/minidcos-", name);
  }

  // A tool on the benchmark's cluster.
  std::vector<std::string> Ours(const std::string& tool,
                                const std::vector<std::string>& words) const {
    std::vector<std::string> argv = {Tool(tool), "--cluster-id", id_};
    argv.insert(argv.end(), words.begin(), words.end());
    return argv;
  }

  // A function of plain_docker.sh.
  std::vector<std::string> Script(const std::string& function,
                                  const std::vector<std::string>& words) const {
    std::vector<std::string> argv = {
        "bash", absl::StrCat(files_, "testing/bench/plain_docker.sh"),
        function};
    argv.insert(argv.end(), words.begin(), words.end());
    return argv;
  }

  // Without one, sshd of the plain CLI's nodes would not start.
  std::string HostKey() const { return keys_.path() + "/host_key"; }

  void Provision() {
    Comparison comparison;
    comparison.ours = Ours("provision", kNodes);
    comparison.undo_ours = [this] { Output(Ours("destroy", {})); };
    comparison.undo_theirs = [this] { Output(Script("remove", {id_})); };
    comparison.theirs = Script("five_nodes", {id_, image_, HostKey()});
    Compare("provision 1+3+1 / five parallel docker run of the image, ready",
            comparison, runs_);
    comparison.theirs = Script("five_sleeps", {id_, image_});
    Compare("provision 1+3+1 / five parallel docker run sleep", comparison,
            runs_);
  }

  void Destroy() {
    Comparison comparison;
    comparison.prepare_ours = [this] { Output(Ours("provision", kNodes)); };
    comparison.ours = Ours("destroy", {});
    comparison.prepare_theirs = [this] {
      Output(Script("five_nodes", {id_, image_, HostKey()}));
    };
    comparison.theirs = Script("remove", {id_});
    Compare("destroy / parallel docker rm -f -v", comparison, runs_);
  }

  const int runs_;
  // Where the tools and plain_docker.sh are.
  const std::string files_;
  const std::string id_;
  const std::string image_;
  const ScopedFolder keys_;
};

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  int runs = 5;
  if (argc > 1 && (!absl::SimpleAtoi(argv[1], &runs) || runs < 1)) {
    absl::FPrintF(stderr, "usage: bench [RUNS]\n");
    return 2;
  }
  // Static, so that exit(), on a failure, cleans up too.
  static minidcos::Bench bench(runs);
  bench.Run();
}
