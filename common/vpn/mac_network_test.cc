#include "common/vpn/mac_network.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/labels.h"
#include "common/cluster/mac_network_labels.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_client.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr char kReady[] = "x\n2026 Initialization Sequence Completed\n";

class MacNetworkTest : public testing::Test {
 protected:
  MacNetworkTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "mac-network-")) {
    options_.profile = folder_.path() + "/mac.ovpn";
    options_.sources.base = "registry";
    ItSays(kReady, /*stays=*/true);
  }

  void ItSays(const std::string& words, bool stays) {
    engine_.OnStart([words, stays](const FakeContainer&) {
      return FakeRun{.stdout_text = words, .stays = stays};
    });
  }

  absl::Status SetUpNetwork() {
    return SetUpMacNetwork({Deadline().WithCancellation(interrupt_), Deadline(),
                            engine_.client(), progress_},
                           options_);
  }

  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_.path())) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  static Context Deadline() { return Context().WithTimeout(absl::Seconds(30)); }

  const ScopedFolder folder_;
  Cancellation interrupt_;
  FakeEngine engine_;
  RecordingProgress progress_;
  MacNetworkOptions options_;
};

TEST_F(MacNetworkTest, IsAContainerPublishedToThisMachineAlone) {
  options_.port = 1234;
  EXPECT_THAT(SetUpNetwork(), IsOk());
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  const FakeContainer made = engine_.containers()[0];
  EXPECT_EQ(made.name, "minidcos-mac-network");
  EXPECT_EQ(made.labels.at(kMacNetworkLabel), "server");
  EXPECT_EQ(made.labels.at(kSchemaLabel), "1");
  EXPECT_THAT(made.labels, Not(Contains(Key(kClusterIdLabel))));
  const docker::HostConfig& host = made.request.host_config();
  EXPECT_EQ(host.network_mode(), "bridge");
  EXPECT_EQ(host.restart_policy().name(), "always");
  const auto& published = host.port_bindings().at("1194/tcp");
  ASSERT_EQ(published.values_size(), 1);
  const auto& binding = published.values(0).struct_value().fields();
  EXPECT_EQ(binding.at("HostIp").string_value(), "127.0.0.1");
  EXPECT_EQ(binding.at("HostPort").string_value(), "1234");
}

TEST_F(MacNetworkTest, HasNoMorePowerThanItNeeds) {
  EXPECT_THAT(SetUpNetwork(), IsOk());
  const docker::HostConfig host = engine_.containers()[0].request.host_config();
  EXPECT_FALSE(host.privileged());
  EXPECT_THAT(host.cap_drop(), ElementsAre("ALL"));
  EXPECT_THAT(host.cap_add(),
              UnorderedElementsAre("MKNOD", "NET_ADMIN", "NET_RAW", "SETGID",
                                   "SETUID"));
  EXPECT_THAT(host.device_cgroup_rules(), ElementsAre("c 10:200 rwm"));
  EXPECT_THAT(host.mounts(), IsEmpty());
}

TEST_F(MacNetworkTest, HasAnImageThatIsBuiltOnce) {
  EXPECT_THAT(SetUpNetwork(), IsOk());
  options_.force = true;
  EXPECT_THAT(SetUpNetwork(), IsOk());
  ASSERT_THAT(engine_.images(), SizeIs(3));  // the fake's own, base, image
  const FakeImage image = engine_.images()[2];
  EXPECT_THAT(image.reference, StartsWith("minidcos/vpn:debian-12-"));
  EXPECT_THAT(image.labels, Contains(Key(kImageRecipeLabel)));
  EXPECT_EQ(engine_.containers()[0].request.image(), image.reference);
}

TEST_F(MacNetworkTest, KeepsItsKeysOutOfAllThatOthersCanRead) {
  EXPECT_THAT(SetUpNetwork(), IsOk());
  const FakeContainer made = engine_.containers()[0];
  const std::string key = made.files.at("/etc/minidcos-vpn/server.key");
  EXPECT_THAT(key, StartsWith("-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_THAT(made.request.DebugString(), Not(HasSubstr("PRIVATE KEY")));
  for (const FakeImage& image : engine_.images()) {
    EXPECT_THAT(image.tar, Not(HasSubstr("PRIVATE KEY")));
  }
  const auto profile = ReadFile(options_.profile);
  ASSERT_THAT(profile, IsOk());
  EXPECT_THAT(*profile, AllOf(HasSubstr("\nremote 127.0.0.1 13194\n"),
                              HasSubstr("<key>\n-----BEGIN PRIVATE KEY"),
                              Not(HasSubstr(key))));
  struct stat about;
  ASSERT_EQ(stat(options_.profile.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777, 0600u);
  EXPECT_THAT(Files(), ElementsAre("mac.ovpn"));
}

TEST_F(MacNetworkTest, JoinsTheNetworksThatClustersUseAndNoOther) {
  for (const char* name : {"users", "own", "compose"}) {
    engine_.AddNetwork({.name = name});
  }
  engine_.AddContainer({.name = "a",
                        .labels = {{kClusterIdLabel, "a"}},
                        .networks = {{"users", "10.1.0.2"}}});
  FakeContainer node = {.name = "b", .labels = {{kClusterIdLabel, "b"}}};
  node.request.mutable_host_config()->set_network_mode("own");
  engine_.AddContainer(node);
  engine_.AddContainer({.name = "c", .networks = {{"compose", "10.2.0.2"}}});
  EXPECT_THAT(SetUpNetwork(), IsOk());
  EXPECT_THAT(engine_.FindContainer("minidcos-mac-network")->networks,
              UnorderedElementsAre(Key("users"), Key("own")));
}

TEST_F(MacNetworkTest, HasATunnelBesideTheEnginesNetworks) {
  engine_.AddNetwork({.name = "n", .subnet = "192.168.240.0/20"});
  EXPECT_THAT(SetUpNetwork(), IsOk());
  EXPECT_THAT(engine_.containers()[0].files.at("/etc/minidcos-vpn/server.conf"),
              HasSubstr("\nserver 10.251.251.0 255.255.255.0\n"));
}

TEST_F(MacNetworkTest, IsLeftAloneWithoutForceRunningOrNot) {
  for (const char* state : {"running", "exited"}) {
    const std::string id =
        engine_.AddContainer({.name = "any",
                              .labels = {{kMacNetworkLabel, "server"}},
                              .state = state});
    EXPECT_THAT(SetUpNetwork(), StatusIs(absl::StatusCode::kAlreadyExists,
                                         HasSubstr("--force")));
    EXPECT_THAT(engine_.images(), SizeIs(1));
    EXPECT_THAT(Files(), IsEmpty());
    EXPECT_THAT(engine_.client().RemoveContainer(Deadline(), id), IsOk());
  }
}

TEST_F(MacNetworkTest, IsReplacedWithForce) {
  EXPECT_THAT(SetUpNetwork(), IsOk());
  const std::string id = engine_.containers()[0].id;
  const std::string profile = *ReadFile(options_.profile);
  options_.force = true;
  EXPECT_THAT(SetUpNetwork(), IsOk());
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_NE(engine_.containers()[0].id, id);
  EXPECT_NE(*ReadFile(options_.profile), profile);
}

TEST_F(MacNetworkTest, SaysThatTheOldOneIsGoneIfTheNewOneFails) {
  EXPECT_THAT(SetUpNetwork(), IsOk());
  const std::string profile = *ReadFile(options_.profile);
  options_.force = true;
  engine_.FailNext("POST", "/containers/.*/start", 500, "out of order");
  EXPECT_THAT(SetUpNetwork(),
              StatusIs(absl::StatusCode::kUnknown,
                       "the macOS network: out of order; the one that was "
                       "there is removed already"));
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_EQ(*ReadFile(options_.profile), profile);
}

TEST_F(MacNetworkTest, WarnsWhereTheEngineIsElsewhere) {
  EXPECT_THAT(SetUpNetwork(), IsOk());
  EXPECT_THAT(progress_.lines(), Each(Not(StartsWith("warn "))));
  options_.force = true;
  const auto elsewhere = NewEngineClient(engine_.ServeTcp());
  ASSERT_THAT(elsewhere, IsOk());
  EXPECT_THAT(SetUpMacNetwork({Deadline(), Deadline(), **elsewhere, progress_},
                              options_),
              IsOk());
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(StartsWith("warn "),
                             HasSubstr("127.0.0.1 of its machine"))));
}

TEST_F(MacNetworkTest, LeavesAContainerOfItsNameThatIsNotOurs) {
  engine_.AddContainer({.name = "minidcos-mac-network"});
  options_.force = true;
  EXPECT_THAT(SetUpNetwork(), StatusIs(absl::StatusCode::kAlreadyExists,
                                       HasSubstr("already in use")));
  EXPECT_THAT(engine_.containers(), SizeIs(1));
}

TEST_F(MacNetworkTest, RefusesWhatCannotWorkBeforeAnythingIsAsked) {
  for (const int port : {0, -1, 65536}) {
    options_.port = port;
    EXPECT_THAT(SetUpNetwork(), StatusIs(absl::StatusCode::kInvalidArgument,
                                         HasSubstr(absl::StrCat(port))));
  }
  options_.port = 1;
  options_.profile = folder_.path() + "/none/mac.ovpn";
  EXPECT_THAT(SetUpNetwork(), StatusIs(absl::StatusCode::kNotFound,
                                       HasSubstr("no such folder: '")));
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(MacNetworkTest, TellsWhatItsFirstProcessSaysIsWrong) {
  ItSays("error the engine's machine has no tun device\n", /*stays=*/false);
  EXPECT_THAT(SetUpNetwork(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "the macOS network: the engine's machine has no tun "
                       "device"));
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(MacNetworkTest, ShowsWhatOpenvpnSaysWhenItEnds) {
  ItSays("Options error: nonsense\n", /*stays=*/false);
  const absl::Status status = SetUpNetwork();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("ended while it was starting")));
  EXPECT_THAT(GetOutput(status), HasSubstr("nonsense"));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(MacNetworkTest, NamesAPortThatIsTaken) {
  for (const char* words :
       {"driver failed programming external connectivity: Bind for "
        "127.0.0.1:13194 failed: port is already allocated",
        "listen tcp4 127.0.0.1:13194: bind: address already in use"}) {
    engine_.FailNext("POST", "/containers/.*/start", 500, words);
    EXPECT_THAT(SetUpNetwork(),
                StatusIs(absl::StatusCode::kUnknown,
                         AllOf(HasSubstr("port 13194 of 127.0.0.1 is taken"),
                               HasSubstr("--port"), HasSubstr(words))));
    EXPECT_THAT(engine_.containers(), IsEmpty());
  }
}

TEST_F(MacNetworkTest, LeavesNothingWhateverTheEngineRefuses) {
  engine_.AddNetwork({.name = "own"});
  engine_.AddContainer({.name = "node",
                        .labels = {{kClusterIdLabel, "a"}},
                        .networks = {{"own", "10.1.0.2"}}});
  EXPECT_THAT(SetUpNetwork(), IsOk());  // the image
  EXPECT_THAT(DestroyMacNetwork(Deadline(), engine_.client()), IsOk());
  std::filesystem::remove(options_.profile);
  const std::vector<std::pair<std::string, std::string>> requests = {
      {"GET", "/networks"},
      {"POST", "/containers/create"},
      {"PUT", "/containers/.*/archive"},
      {"POST", "/networks/.*/connect"},
      {"POST", "/containers/.*/attach"},
      {"POST", "/containers/.*/start"}};
  for (const auto& [method, path] : requests) {
    engine_.FailNext(method, path, 500, "out of order");
    EXPECT_THAT(SetUpNetwork(),
                StatusIs(absl::StatusCode::kUnknown,
                         AllOf(StartsWith("the macOS network: "),
                               HasSubstr("out of order"))))
        << path;
    EXPECT_THAT(engine_.containers(), SizeIs(1)) << path;
    EXPECT_THAT(Files(), IsEmpty()) << path;
  }
  EXPECT_EQ(engine_.faults_left(), 0);
}

TEST_F(MacNetworkTest, RemovesAContainerWhoseCreationWasNotAnswered) {
  engine_.LoseNextAnswer("POST", "/containers/create");
  EXPECT_FALSE(SetUpNetwork().ok());
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(MacNetworkTest, LeavesNothingAfterAnInterrupt) {
  engine_.OnStart([this](const FakeContainer&) {
    interrupt_.Cancel();
    return FakeRun{.stays = true};
  });
  EXPECT_THAT(SetUpNetwork(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(MacNetworkTest, IsUndoneIfItsProfileCannotBeWritten) {
  engine_.OnStart([this](const FakeContainer&) {
    std::filesystem::remove_all(folder_.path());
    return FakeRun{.stdout_text = kReady, .stays = true};
  });
  EXPECT_THAT(SetUpNetwork(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                       HasSubstr("mac.ovpn")));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(MacNetworkTest, SaysWhatIsLeftIfItCannotBeRemoved) {
  ItSays("error x\n", /*stays=*/false);
  engine_.FailNext("DELETE", "/containers/.*", 500, "out of order");
  EXPECT_THAT(SetUpNetwork(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "the macOS network: x; its container is left (out of "
                       "order): 'minidcos destroy-mac-network' removes it"));
}

TEST_F(MacNetworkTest, IsDestroyedHalfMadeOrStopped) {
  EXPECT_THAT(DestroyMacNetwork(Deadline(), engine_.client()),
              IsOkAndHolds(false));
  for (const char* state : {"created", "running", "exited"}) {
    engine_.AddContainer({.name = "minidcos-mac-network",
                          .labels = {{kMacNetworkLabel, "server"}},
                          .state = state});
    EXPECT_THAT(DestroyMacNetwork(Deadline(), engine_.client()),
                IsOkAndHolds(true));
    EXPECT_THAT(engine_.containers(), IsEmpty());
  }
}

TEST_F(MacNetworkTest, TellsItsState) {
  auto state = FindMacNetwork(Deadline(), engine_.client());
  ASSERT_THAT(state, IsOk());
  EXPECT_FALSE(state->exists);
  EXPECT_THAT(SetUpNetwork(), IsOk());
  state = FindMacNetwork(Deadline(), engine_.client());
  ASSERT_THAT(state, IsOk());
  EXPECT_TRUE(state->exists);
  EXPECT_TRUE(state->running);
  EXPECT_THAT(
      engine_.client().KillContainer(Deadline(), "minidcos-mac-network"),
      IsOk());
  state = FindMacNetwork(Deadline(), engine_.client());
  ASSERT_THAT(state, IsOk());
  EXPECT_TRUE(state->exists);
  EXPECT_FALSE(state->running);
  EXPECT_EQ(state->port, 0);
}

}  // namespace
}  // namespace minidcos
