#include "testing/real_engine/private_engine.h"

#include <unistd.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/base/subprocess.h"
#include "common/base/tar.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/real_engine/copy_image.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

constexpr char kImage[] = "private-engine-test:1";
constexpr char kTinyBinary[] = "testing/engine_contract/tiny";

Context Limit() { return Context().WithTimeout(absl::Minutes(2)); }

std::unique_ptr<PrivateEngine> Start() {
  auto engine = PrivateEngine::Start(Limit());
  EXPECT_THAT(engine, IsOk());
  return engine.ok() ? *std::move(engine) : nullptr;
}

absl::Status TryToImportImage(DockerClient& docker,
                              const std::string& reference) {
  ASSIGN_OR_RETURN(const std::string binary, ReadFile(kTinyBinary));
  TarWriter tar;
  tar.AddFile("tiny", binary, 0755);
  ASSIGN_OR_RETURN(std::string bytes, tar.Finish());
  const BodySource source = [&] { return std::exchange(bytes, ""); };
  return docker.ImportImage(Limit(), reference, {}, source, nullptr);
}

void ImportImage(DockerClient& docker, const std::string& reference) {
  ASSERT_THAT(TryToImportImage(docker, reference), IsOk());
}

// Starts a container that stays; returns its address.
std::string StartContainer(DockerClient& docker) {
  docker::CreateContainerRequest request;
  request.set_image(kImage);
  for (const char* word : {"/tiny", "stay", ""}) request.add_cmd(word);
  EXPECT_THAT(docker.CreateContainer(Limit(), "node", request), IsOk());
  EXPECT_THAT(docker.StartContainer(Limit(), "node"), IsOk());
  const auto details = docker.InspectContainer(Limit(), "node");
  EXPECT_THAT(details, IsOk());
  if (!details.ok()) return "";
  return details->network_settings().networks().at("bridge").ip_address();
}

TEST(PrivateEngine, RunsBesideOthersAndLeavesNothing) {
  const auto one = Start();
  auto two = Start();
  ASSERT_NE(one, nullptr);
  ASSERT_NE(two, nullptr);
  ASSERT_NO_FATAL_FAILURE(ImportImage(one->client(), kImage));
  ASSERT_NO_FATAL_FAILURE(ImportImage(two->client(), kImage));
  // The same name and the same address: they share nothing.
  const std::string address = StartContainer(one->client());
  EXPECT_EQ(StartContainer(two->client()), address);
  EXPECT_THAT(RealEngine::Shared().client().InspectImage(Limit(), kImage),
              StatusIs(absl::StatusCode::kNotFound));

  const std::string folder = two->folder();
  const std::string name = folder.substr(folder.rfind('/') + 1);
  two = nullptr;
  EXPECT_NE(access(folder.c_str(), F_OK), 0);
  const auto left =
      RunSubprocess(Limit(),
                    {"sh", "-c",
                     "printenv NAME | grep -la -f - /proc/[0-9]*/cmdline "
                     "/proc/[0-9]*/mountinfo; ls -d /sys/fs/cgroup/$NAME "
                     "/sys/fs/cgroup/*/$NAME"},
                    {.environment = {{"NAME", name}}});
  ASSERT_THAT(left, IsOk());
  EXPECT_EQ(left->stdout_text, "");
  EXPECT_TRUE(
      one->client().InspectContainer(Limit(), "node")->state().running());
}

TEST(PrivateEngine, DiesAndStartsAgain) {
  const auto engine = Start();
  ASSERT_NE(engine, nullptr);
  ASSERT_NO_FATAL_FAILURE(ImportImage(engine->client(), kImage));
  ASSERT_THAT(engine->Kill(), IsOk());
  EXPECT_THAT(engine->client().Info(Limit()),
              StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(engine->StartAgain(Limit()), IsOk());
  EXPECT_THAT(engine->client().InspectImage(Limit(), kImage), IsOk());
}

TEST(PrivateEngine, HoldsItsBreath) {
  const auto engine = Start();
  ASSERT_NE(engine, nullptr);
  ASSERT_THAT(engine->Freeze(), IsOk());
  EXPECT_THAT(
      engine->client().Info(Context().WithTimeout(absl::Milliseconds(200))),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  ASSERT_THAT(engine->Thaw(), IsOk());
  EXPECT_THAT(engine->client().Info(Limit()), IsOk());
}

TEST(PrivateEngine, HasADiskThatCanBeFull) {
  auto started = PrivateEngine::StartOnSmallDisk(Limit(), /*mebibytes=*/64);
  ASSERT_THAT(started, IsOk());
  PrivateEngine& engine = **started;
  ASSERT_THAT(engine.Fill(0), IsOk());
  const absl::Status full = TryToImportImage(engine.client(), kImage);
  EXPECT_THAT(std::string(full.message()),
              testing::HasSubstr("no space left on device"));
  ASSERT_THAT(engine.Unfill(), IsOk());
  EXPECT_NO_FATAL_FAILURE(ImportImage(engine.client(), kImage));
}

TEST(CopyImage, BringsAnImageToAnotherEngine) {
  const auto engine = Start();
  ASSERT_NE(engine, nullptr);
  RealEngine& shared = RealEngine::Shared();
  const std::string reference =
      absl::StrCat("copy-image-test/", RandomHex(12), ":1");
  ASSERT_NO_FATAL_FAILURE(ImportImage(shared.client(), reference));
  const absl::Status copied =
      CopyImage(Limit(), reference, shared.host(), engine->host());
  const auto original = shared.client().InspectImage(Limit(), reference);
  ASSERT_THAT(shared.client().RemoveImage(Limit(), reference), IsOk());
  ASSERT_THAT(copied, IsOk());
  const auto copy = engine->client().InspectImage(Limit(), reference);
  ASSERT_THAT(copy, IsOk());
  EXPECT_EQ(copy->id(), original->id());
  EXPECT_THAT(
      CopyImage(Limit(), reference, shared.host(), engine->host()),
      StatusIs(absl::StatusCode::kUnknown, testing::HasSubstr(reference)));
}

}  // namespace
}  // namespace minidcos
