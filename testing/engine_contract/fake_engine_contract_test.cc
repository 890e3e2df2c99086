// The contract on the fake engine.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/docker/client.h"
#include "testing/engine_contract/contract_engine.h"
#include "testing/engine_contract/tiny_program.h"
#include "testing/fake_engine/fake_engine.h"

namespace minidcos {
namespace {

FakeRun RunProgram(const std::vector<std::string>& argv,
                   const std::string& input) {
  if (argv.empty() || argv[0] != "/tiny") {
    return {.stdout_text = "exec: no such file or directory: unknown\r\n",
            .exit_code = 127};
  }
  const TinyResult result =
      RunTinyProgram({argv.begin() + 1, argv.end()}, input);
  return {.stdout_text = result.stdout_text,
          .stderr_text = result.stderr_text,
          .exit_code = result.exit_code,
          .stays = result.stays};
}

class FakeContractEngine : public ContractEngine {
 public:
  FakeContractEngine() {
    engine_.OnAnyExec([](const FakeExecCall& call) {
      const auto& cmd = call.request.cmd();
      return RunProgram({cmd.begin(), cmd.end()}, call.input);
    });
    engine_.OnStart([](const FakeContainer& container) {
      const auto& cmd = container.request.cmd();
      return RunProgram({cmd.begin(), cmd.end()}, "");
    });
  }

  DockerClient& client() override { return engine_.client(); }

 private:
  FakeEngine engine_;
};

}  // namespace

std::unique_ptr<ContractEngine> MakeContractEngine() {
  return std::make_unique<FakeContractEngine>();
}

}  // namespace minidcos
