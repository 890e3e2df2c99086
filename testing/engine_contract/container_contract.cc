#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/engine_contract/contract_fixture.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kNobody[] = "engine-contract-nobody";

TEST_F(EngineContract, ListsContainersOfALabelRunningOrNot) {
  const std::string created = Create({"stay", ""}, "created");
  const std::string running = Start({"stay", ""}, "running");
  const auto list = docker().ListContainers(ctx(), OurFilter());
  ASSERT_THAT(list, IsOk());
  std::map<std::string, docker::ContainerSummary> by_id;
  for (const auto& item : list->items()) by_id[item.id()] = item;
  ASSERT_THAT(by_id, SizeIs(2));
  EXPECT_EQ(by_id[created].state(), "created");
  EXPECT_EQ(by_id[created].names(0), "/" + Name("created"));
  EXPECT_EQ(by_id[running].state(), "running");
  EXPECT_EQ(by_id[running].image(), image());
  EXPECT_EQ(by_id[running].labels().at(kContractLabel), run());
  EXPECT_THAT(docker()
                  .ListContainers(ctx(), {{"label", {"engine-contract=other"}}})
                  ->items(),
              IsEmpty());
}

TEST_F(EngineContract, InspectsAContainerByIdAndName) {
  docker::CreateContainerRequest request = Request({"exit", "3"});
  request.set_hostname("host-name");
  request.add_env("A=b c");
  (*request.mutable_labels())["x"] = "y";
  const auto created = docker().CreateContainer(ctx(), Name("c"), request);
  ASSERT_THAT(created, IsOk());
  for (const std::string& reference :
       {created->id(), created->id().substr(0, 12), Name("c")}) {
    const auto details = docker().InspectContainer(ctx(), reference);
    ASSERT_THAT(details, IsOk());
    EXPECT_EQ(details->id(), created->id());
    EXPECT_EQ(details->name(), "/" + Name("c"));
    EXPECT_EQ(details->state().status(), "created");
    EXPECT_EQ(details->config().hostname(), "host-name");
    EXPECT_EQ(details->config().labels().at("x"), "y");
    EXPECT_THAT(details->config().env(), testing::Contains("A=b c"));
  }
}

TEST_F(EngineContract, KnowsWhatIsNoContainer) {
  const auto missing =
      StatusIs(absl::StatusCode::kNotFound, HasSubstr(kNobody));
  EXPECT_THAT(docker().InspectContainer(ctx(), kNobody), missing);
  EXPECT_THAT(docker().StartContainer(ctx(), kNobody), missing);
  EXPECT_THAT(docker().KillContainer(ctx(), kNobody), missing);
  EXPECT_THAT(docker().WaitContainer(ctx(), kNobody), missing);
  EXPECT_THAT(docker().RemoveContainer(ctx(), kNobody), missing);
  EXPECT_THAT(docker().AttachContainer(ctx(), kNobody, {}), missing);
  docker::CreateExecRequest exec;
  exec.add_cmd("/tiny");
  EXPECT_THAT(docker().CreateExec(ctx(), kNobody, exec), missing);
}

TEST_F(EngineContract, CreatesOneContainerOfAName) {
  Create({"stay", ""});
  EXPECT_THAT(docker().CreateContainer(ctx(), Name("c"), Request({"x"})),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr(Name("c"))));
}

TEST_F(EngineContract, TellsWhyItCannotCreate) {
  docker::CreateContainerRequest request = Request({"x"});
  EXPECT_THAT(docker().CreateContainer(ctx(), "bad name", request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  request.set_image("engine-contract-nothing");
  EXPECT_THAT(docker().CreateContainer(ctx(), Name("c"), request),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("engine-contract-nothing:latest")));
  request = Request({"x"});
  docker::Mount& mount = *request.mutable_host_config()->add_mounts();
  mount.set_type("bind");
  mount.set_source("/nonexistent/engine-contract");
  mount.set_target("/mnt");
  EXPECT_THAT(docker().CreateContainer(ctx(), Name("c"), request),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("/nonexistent/engine-contract")));
  request = Request({"\xff"});
  EXPECT_THAT(docker().CreateContainer(ctx(), Name("c"), request),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(EngineContract, StartsAContainerThatRunsAlready) {
  const std::string id = Start({"stay", ""});
  EXPECT_THAT(docker().StartContainer(ctx(), id), IsOk());
  EXPECT_TRUE(docker().InspectContainer(ctx(), id)->state().running());
}

TEST_F(EngineContract, WaitsForTheExitCode) {
  const std::string id = Start({"exit", "3"});
  EXPECT_THAT(docker().WaitContainer(ctx(), id), IsOkAndHolds(3));
  EXPECT_THAT(docker().WaitContainer(ctx(), id), IsOkAndHolds(3));
  const auto details = docker().InspectContainer(ctx(), id);
  ASSERT_THAT(details, IsOk());
  EXPECT_EQ(details->state().status(), "exited");
  EXPECT_EQ(details->state().exit_code(), 3);
}

TEST_F(EngineContract, EndsAWaitWithItsContext) {
  const std::string id = Start({"stay", ""});
  EXPECT_THAT(
      docker().WaitContainer(ctx().WithTimeout(absl::Milliseconds(50)), id),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(EngineContract, KillsOnlyWhatRuns) {
  const std::string id = Start({"stay", ""});
  EXPECT_THAT(docker().KillContainer(ctx(), id), IsOk());
  EXPECT_THAT(docker().WaitContainer(ctx(), id), IsOkAndHolds(137));
  EXPECT_THAT(docker().KillContainer(ctx(), id),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is not running")));
}

TEST_F(EngineContract, RemovesARunningContainerWithItsVolumes) {
  docker::CreateContainerRequest request = Request({"stay", ""});
  docker::Mount& mount = *request.mutable_host_config()->add_mounts();
  mount.set_type("volume");
  mount.set_target("/data");
  (*mount.mutable_volume_options()->mutable_labels())[kContractLabel] = run();
  const auto created = docker().CreateContainer(ctx(), Name("c"), request);
  ASSERT_THAT(created, IsOk());
  ASSERT_THAT(docker().StartContainer(ctx(), created->id()), IsOk());
  const auto volumes = docker().ListVolumes(ctx(), OurFilter());
  ASSERT_THAT(volumes, IsOk());
  ASSERT_THAT(volumes->volumes(), SizeIs(1));
  EXPECT_EQ(volumes->volumes(0).labels().at(kContractLabel), run());
  EXPECT_THAT(
      docker().RemoveVolume(ctx(), volumes->volumes(0).name()),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("in use")));
  EXPECT_THAT(docker().RemoveContainer(ctx(), created->id()), IsOk());
  EXPECT_THAT(docker().ListVolumes(ctx(), OurFilter())->volumes(), IsEmpty());
  EXPECT_THAT(docker().InspectContainer(ctx(), created->id()),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineContract, RemovesWithItsVolumesWhatIsToBeRemovedAtItsEnd) {
  docker::CreateContainerRequest request = Request({"stay", ""});
  request.mutable_host_config()->set_auto_remove(true);
  docker::Mount& mount = *request.mutable_host_config()->add_mounts();
  mount.set_type("volume");
  mount.set_target("/data");
  (*mount.mutable_volume_options()->mutable_labels())[kContractLabel] = run();
  const auto created = docker().CreateContainer(ctx(), Name("c"), request);
  ASSERT_THAT(created, IsOk());
  ASSERT_THAT(docker().StartContainer(ctx(), created->id()), IsOk());
  ASSERT_THAT(docker().KillContainer(ctx(), created->id()), IsOk());
  // It is on its way, or gone; its volumes are the last to go.
  EXPECT_THAT(docker().RemoveContainer(ctx(), created->id()),
              AnyOf(IsOk(), StatusIs(absl::StatusCode::kNotFound)));
  EXPECT_THAT(docker().InspectContainer(ctx(), created->id()),
              StatusIs(absl::StatusCode::kNotFound));
  while (docker().ListVolumes(ctx(), OurFilter())->volumes_size() > 0) {
    ASSERT_THAT(ctx().WaitFor(absl::Milliseconds(5)), IsOk());
  }
}

TEST_F(EngineContract, RemovesAContainerOnceHoweverManyAsk) {
  const std::string id = Start({"stay", ""});
  std::vector<absl::Status> statuses(4);
  std::vector<std::thread> threads;
  for (absl::Status& status : statuses) {
    threads.emplace_back([&] { status = docker().RemoveContainer(ctx(), id); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& status : statuses) {
    EXPECT_THAT(status, AnyOf(IsOk(), StatusIs(absl::StatusCode::kNotFound)));
  }
  EXPECT_THAT(docker().InspectContainer(ctx(), id),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineContract, AttachedBeforeTheStartMissesNothing) {
  const std::string id = Create({"both", "to stdout", "to stderr"});
  const auto stream = docker().AttachContainer(ctx(), id, {});
  ASSERT_THAT(stream, IsOk());
  ASSERT_THAT(docker().StartContainer(ctx(), id), IsOk());
  EXPECT_EQ(ReadAll(**stream), Output("to stdout", "to stderr"));
}

TEST_F(EngineContract, AttachesToATerminal) {
  docker::CreateContainerRequest request = Request({"both", "one ", "two"});
  request.set_tty(true);
  const auto created = docker().CreateContainer(ctx(), Name("c"), request);
  ASSERT_THAT(created, IsOk());
  const auto stream =
      docker().AttachContainer(ctx(), created->id(), {.tty = true});
  ASSERT_THAT(stream, IsOk());
  ASSERT_THAT(docker().StartContainer(ctx(), created->id()), IsOk());
  EXPECT_EQ(ReadAll(**stream), Output("one two", ""));
}

TEST_F(EngineContract, AttachesToWhatWasPrintedIfAsked) {
  const std::string id = Start({"stay", "early\n"});
  const auto stream = docker().AttachContainer(ctx(), id, {.logs = true});
  ASSERT_THAT(stream, IsOk());
  const auto piece = (*stream)->Read(ctx());
  ASSERT_THAT(piece, IsOk());
  EXPECT_EQ(piece->bytes, "early\n");
  ASSERT_THAT(docker().KillContainer(ctx(), id), IsOk());
  EXPECT_EQ(ReadAll(**stream), Output("", ""));
}

TEST_F(EngineContract, EndsAReadOfAQuietContainerWithItsContext) {
  const std::string id = Start({"stay", ""});
  const auto stream = docker().AttachContainer(ctx(), id, {});
  ASSERT_THAT(stream, IsOk());
  EXPECT_THAT((*stream)->Read(ctx().WithTimeout(absl::Milliseconds(50))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace minidcos
