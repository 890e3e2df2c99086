// The contract on the engine that is there.

#include <memory>

#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "testing/engine_contract/contract_engine.h"

namespace minidcos {
namespace {

class RealContractEngine : public ContractEngine {
 public:
  RealContractEngine() { client_ = *ConnectToEngine(); }
  DockerClient& client() override { return *client_; }

 private:
  std::unique_ptr<DockerClient> client_;
};

}  // namespace

std::unique_ptr<ContractEngine> MakeContractEngine() {
  return std::make_unique<RealContractEngine>();
}

}  // namespace minidcos
