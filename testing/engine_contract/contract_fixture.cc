#include "testing/engine_contract/contract_fixture.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/base/tar.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/engine_contract/contract_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

// In the runfiles, from where Bazel starts a test.
constexpr char kTinyBinary[] = "testing/engine_contract/tiny";

std::string ImageTar() {
  const absl::StatusOr<std::string> binary = ReadFile(kTinyBinary);
  EXPECT_THAT(binary, IsOk());
  TarWriter tar;
  tar.AddFolder("etc", 0755);
  tar.AddFile("etc/motd", "welcome\n", 0644);
  tar.AddFolder("root", 0700);
  tar.AddFile("tiny", binary.value_or(""), 0755);
  const absl::StatusOr<std::string> bytes = tar.Finish();
  EXPECT_THAT(bytes, IsOk());
  return bytes.value_or("");
}

}  // namespace

std::unique_ptr<ContractEngine> EngineContract::engine_;
std::string EngineContract::run_;
std::string EngineContract::image_;

BodySource SourceOf(std::string bytes) {
  auto rest = std::make_shared<std::string>(std::move(bytes));
  return [rest]() -> absl::StatusOr<std::string> {
    std::string piece = rest->substr(0, 100000);
    rest->erase(0, piece.size());
    return piece;
  };
}

void EngineContract::SetUpTestSuite() {
  run_ = RandomHex(12);
  image_ = absl::StrCat("engine-contract-", run_, ":1");
  engine_ = MakeContractEngine();
  ASSERT_THAT(
      engine_->client().ImportImage(
          ctx(), image_, {absl::StrCat("LABEL ", kContractLabel, "=", run_)},
          SourceOf(ImageTar()), nullptr),
      IsOk());
}

void EngineContract::TearDownTestSuite() {
  EXPECT_THAT(engine_->client().RemoveImage(ctx(), image_), IsOk());
  engine_ = nullptr;
}

void EngineContract::TearDown() {
  const auto list = docker().ListContainers(ctx(), OurFilter());
  ASSERT_THAT(list, IsOk());
  for (const docker::ContainerSummary& container : list->items()) {
    EXPECT_THAT(docker().RemoveContainer(ctx(), container.id()), IsOk());
  }
}

std::string EngineContract::Name(const std::string& suffix) {
  return absl::StrCat("engine-contract-", run_, "-", suffix);
}

EngineFilters EngineContract::OurFilter() {
  return {{"label", {absl::StrCat(kContractLabel, "=", run_)}}};
}

docker::CreateContainerRequest EngineContract::Request(
    const std::vector<std::string>& words) {
  docker::CreateContainerRequest request;
  request.set_image(image_);
  request.add_cmd("/tiny");
  for (const std::string& word : words) request.add_cmd(word);
  request.mutable_host_config()->set_network_mode("none");
  return request;
}

std::string EngineContract::Create(const std::vector<std::string>& words,
                                   const std::string& name) {
  const auto response =
      docker().CreateContainer(ctx(), Name(name), Request(words));
  EXPECT_THAT(response, IsOk());
  return response.ok() ? response->id() : "";
}

std::string EngineContract::Start(const std::vector<std::string>& words,
                                  const std::string& name) {
  const std::string id = Create(words, name);
  EXPECT_THAT(docker().StartContainer(ctx(), id), IsOk());
  return id;
}

std::string EngineContract::CreateExec(const std::string& container,
                                       const std::vector<std::string>& words,
                                       bool with_stdin) {
  docker::CreateExecRequest request;
  request.add_cmd("/tiny");
  for (const std::string& word : words) request.add_cmd(word);
  request.set_attach_stdin(with_stdin);
  request.set_attach_stdout(true);
  request.set_attach_stderr(true);
  const auto exec = docker().CreateExec(ctx(), container, request);
  EXPECT_THAT(exec, IsOk());
  return exec.value_or("");
}

Output EngineContract::ReadAll(EngineStream& stream) {
  Output output;
  while (true) {
    const auto piece = stream.Read(ctx());
    EXPECT_THAT(piece, IsOk());
    if (!piece.ok() || piece->bytes.empty()) return output;
    (piece->channel == EngineStream::Channel::kStdout ? output.first
                                                      : output.second) +=
        piece->bytes;
  }
}

int EngineContract::ExitCode(const std::string& exec) {
  const Context limit = ctx();
  while (limit.WaitFor(absl::Milliseconds(5)).ok()) {
    const auto details = docker().InspectExec(limit, exec);
    EXPECT_THAT(details, IsOk());
    if (!details.ok()) break;
    if (!details->running() && details->has_exit_code()) {
      return details->exit_code();
    }
  }
  ADD_FAILURE() << "the exec has no exit code";
  return -1;
}

}  // namespace minidcos
