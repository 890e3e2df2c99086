// The contract on the engine that is there.

#include <memory>

#include "common/docker/client.h"
#include "testing/engine_contract/contract_engine.h"
#include "testing/real_engine/real_engine.h"

namespace minidcos {
namespace {

class RealContractEngine : public ContractEngine {
 public:
  DockerClient& client() override { return RealEngine::Shared().client(); }
};

}  // namespace

std::unique_ptr<ContractEngine> MakeContractEngine() {
  return std::make_unique<RealContractEngine>();
}

}  // namespace minidcos
