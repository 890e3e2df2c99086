// What the contract's tests share: the engine, an image that holds /tiny, and
// containers of it, all removed in the end.

#ifndef MINIDCOS_TESTING_ENGINE_CONTRACT_CONTRACT_FIXTURE_H_
#define MINIDCOS_TESTING_ENGINE_CONTRACT_CONTRACT_FIXTURE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gtest/gtest.h"
#include "testing/engine_contract/contract_engine.h"

namespace minidcos {

// The label that everything of this run carries, with the run's own value.
inline constexpr char kContractLabel[] = "engine-contract";

// What a stream has given: stdout and stderr.
using Output = std::pair<std::string, std::string>;

// A source that gives `bytes` in pieces.
BodySource SourceOf(std::string bytes);

class EngineContract : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  void TearDown() override;

  DockerClient& docker() { return engine_->client(); }

  // Ends with a test that hangs.
  static Context ctx() { return Context().WithTimeout(absl::Minutes(1)); }

  // Of this run alone.
  static const std::string& image() { return image_; }
  static const std::string& run() { return run_; }
  static std::string Name(const std::string& suffix);
  static EngineFilters OurFilter();

  // A request for a container of the image that runs "/tiny <words>".
  static docker::CreateContainerRequest Request(
      const std::vector<std::string>& words);

  // Its id; created, or also started.
  std::string Create(const std::vector<std::string>& words,
                     const std::string& name = "c");
  std::string Start(const std::vector<std::string>& words,
                    const std::string& name = "c");

  // Runs "/tiny <words>" in the container; its output and exit code.
  std::string CreateExec(const std::string& container,
                         const std::vector<std::string>& words,
                         bool with_stdin = false);
  Output ReadAll(EngineStream& stream);
  int ExitCode(const std::string& exec);

 private:
  static std::unique_ptr<ContractEngine> engine_;
  static std::string run_;
  static std::string image_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_ENGINE_CONTRACT_CONTRACT_FIXTURE_H_
