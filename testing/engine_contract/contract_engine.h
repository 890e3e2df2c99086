// What the contract suite runs on. Each test program defines
// MakeContractEngine.

#ifndef MINIDCOS_TESTING_ENGINE_CONTRACT_CONTRACT_ENGINE_H_
#define MINIDCOS_TESTING_ENGINE_CONTRACT_CONTRACT_ENGINE_H_

#include <memory>

#include "common/docker/client.h"

namespace minidcos {

class ContractEngine {
 public:
  virtual ~ContractEngine() = default;
  virtual DockerClient& client() = 0;
};

// An engine on which a program "/tiny" of an imported image does what
// tiny_program.h says.
std::unique_ptr<ContractEngine> MakeContractEngine();

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_ENGINE_CONTRACT_CONTRACT_ENGINE_H_
