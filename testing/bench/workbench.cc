#include "testing/bench/workbench.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"

namespace minidcos {
namespace {

std::string Runfiles() {
  return std::filesystem::read_symlink("/proc/self/exe").string() +
         ".runfiles/minidcos/";
}

}  // namespace

std::string Output(const Words& argv) {
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

std::string HostKey(const Workbench& bench) {
  const std::string path = bench.folder() + "/host_key";
  if (!std::filesystem::exists(path)) {
    Output({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path});
  }
  return path;
}

Workbench::Workbench(int runs)
    : runs_(runs),
      files_(Runfiles()),
      id_(absl::StrCat("bench-", getpid())),
      image_(Output({Tool("build-image")})),
      folder_(*ScopedFolder::Make(TemporaryDirectory(), "bench-")) {}

Workbench::~Workbench() {
  for (const Words& argv : {Words{Tool("destroy"), "--ignore-missing", id_},
                            Script("remove", {id_})}) {
    RunSubprocess(Context(), argv).status().IgnoreError();
  }
}

std::string Workbench::Cluster() const { return "dcos-e2e-" + id_; }

std::string Workbench::Container(const std::string& role) const {
  return absl::StrCat(Cluster(), ".", role, "-0");
}

std::string Workbench::Tool(const std::string& name) const {
  return absl::StrCat(files_, "bin/minidcos-", name);
}

Words Workbench::Ours(const std::string& tool, const Words& words) const {
  Words argv = {Tool(tool), "--cluster-id", id_};
  argv.insert(argv.end(), words.begin(), words.end());
  return argv;
}

std::string Workbench::SampleInstaller() const {
  return absl::StrCat(files_, "testing/sample_dcos/dcos_generate_config.sh");
}

Words Workbench::Test(const std::string& name) const {
  return {"env", absl::StrCat("TEST_SRCDIR=", files_, ".."),
          absl::StrCat(files_, "testing/bench/", name)};
}

Words Workbench::Script(const std::string& function, const Words& words) const {
  Words argv = {"bash", absl::StrCat(files_, "testing/bench/plain_docker.sh"),
                function};
  argv.insert(argv.end(), words.begin(), words.end());
  return argv;
}

}  // namespace minidcos
