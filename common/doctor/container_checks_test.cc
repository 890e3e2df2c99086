#include "common/doctor/container_checks.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/doctor/examination.h"
#include "common/doctor/fake_probe.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "common/doctor/read_greeting.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Says `word` to the first guest at a port of this machine.
class Greeter {
 public:
  explicit Greeter(const std::string& word)
      : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_.get(), generic, size), 0);
    EXPECT_EQ(listen(listener_.get(), 1), 0);
    EXPECT_EQ(getsockname(listener_.get(), generic, &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, word] {
      const Fd guest(accept(listener_.get(), nullptr, nullptr));
      EXPECT_EQ(WriteWithoutSignal(guest.get(), word),
                static_cast<ssize_t>(word.size()));
    });
  }
  ~Greeter() { thread_.join(); }

  int port() const { return port_; }

 private:
  const Fd listener_;
  int port_ = 0;
  std::thread thread_;
};

Context Deadline() { return Context().WithTimeout(absl::Seconds(30)); }

TEST(ReadGreeting, ReadsToTheEnd) {
  const Greeter greeter("hello");
  EXPECT_THAT(ReadGreeting(Deadline(), "127.0.0.1", greeter.port()),
              IsOkAndHolds("hello"));
}

TEST(ReadGreeting, SaysWhyNobodyIsReached) {
  EXPECT_THAT(ReadGreeting(Deadline(), "127.0.0.1", 1),
              StatusIs(absl::StatusCode::kUnavailable, "Connection refused"));
  EXPECT_THAT(ReadGreeting(Deadline(), "nowhere", 1),
              StatusIs(absl::StatusCode::kUnavailable, "not an address"));
}

TEST(JudgeMounts, TellsOfMacsFileSharing) {
  EXPECT_THAT(JudgeMounts({{"/tmp", true}, {"/var/tmp", true}}, false),
              Finds(Verdict::kOk, "containers see /tmp and /var/tmp"));
  EXPECT_THAT(
      JudgeMounts({{"/private/tmp", false}, {"/private/var/tmp", true}}, true),
      Finds(Verdict::kWarning,
            "containers do not see /private/tmp of this machine",
            HasSubstr("File sharing")));
  EXPECT_THAT(JudgeMounts({{"/tmp", false}, {"/var/tmp", false}}, false),
              Finds(Verdict::kNote, HasSubstr("the engine is elsewhere"),
                    HasSubstr("--custom-volume")));
}

TEST(JudgeRoad, TellsHowToMakeOne) {
  RoadClues clues = {.address = "172.17.0.2"};
  EXPECT_THAT(JudgeRoad(clues),
              Finds(Verdict::kOk, "a container at 172.17.0.2 was reached"));
  clues.status = absl::DeadlineExceededError("timed out");
  EXPECT_THAT(JudgeRoad(clues),
              Finds(Verdict::kWarning, HasSubstr("(timed out)"),
                    AllOf(HasSubstr("firewall"),
                          HasSubstr("--transport=docker-exec"))));
  clues.is_near = false;
  EXPECT_THAT(JudgeRoad(clues), Finds(Verdict::kNote, HasSubstr("172.17.0.2"),
                                      HasSubstr("route")));
  // A Mac's network for containers is of no use for an engine elsewhere.
  clues.is_mac = true;
  clues.vpn = {.exists = true};
  EXPECT_THAT(JudgeRoad(clues), Finds(Verdict::kNote, HasSubstr("172.17.0.2"),
                                      HasSubstr("route")));
  clues.vpn = {};
  clues.is_near = true;
  EXPECT_THAT(JudgeRoad(clues),
              Finds(Verdict::kWarning, HasSubstr("172.17.0.2"),
                    StartsWith("'minidcos setup-mac-network', then connect")));
  clues.vpn = {.exists = true};
  EXPECT_THAT(JudgeRoad(clues),
              Finds(Verdict::kWarning, HasSubstr("172.17.0.2"),
                    HasSubstr("does not run")));
  clues.vpn = {.exists = true, .running = true, .port = 13194};
  EXPECT_THAT(JudgeRoad(clues),
              Finds(Verdict::kWarning, HasSubstr("172.17.0.2"),
                    StartsWith("the macOS network runs, on port 13194 of")));
}

TEST(JudgeClock, ComparesWithTheTimeBeforeAndAfter) {
  const absl::Time noon = absl::FromUnixSeconds(1700000000);
  const absl::Time later = noon + absl::Seconds(10);
  struct Case {
    absl::Duration told;
    Verdict verdict;
    std::string found;
  };
  const Case cases[] = {
      {absl::Seconds(5), Verdict::kOk, "within"},
      {absl::Seconds(-1), Verdict::kOk, "within"},
      {absl::Seconds(11), Verdict::kOk, "within"},
      {absl::Seconds(-3), Verdict::kWarning, "3.0 s behind this machine's"},
      {absl::Seconds(3610), Verdict::kWarning,
       "3600.0 s ahead of this machine's"},
  };
  for (const Case& c : cases) {
    EXPECT_THAT(JudgeClock(noon + c.told, noon, later, true),
                Finds(c.verdict, HasSubstr(c.found)));
  }
  EXPECT_THAT(
      JudgeClock(noon + absl::Hours(2), noon, later, false),
      Finds(Verdict::kWarning, HasSubstr("ahead"), HasSubstr("hwclock -s")));
  EXPECT_THAT(JudgeClock(noon, noon, later, false),
              Finds(Verdict::kNote, HasSubstr("nothing keeps it so"),
                    HasSubstr("check_time: true")));
}

class ContainerChecksTest : public testing::Test {
 protected:
  ContainerChecksTest() {
    engine_.OnStart([this](const FakeContainer& container) {
      word_ = container.request.cmd(1);
      return FakeProbe(lines_);
    });
  }
  ~ContainerChecksTest() override {
    EXPECT_THAT(examination_.CleanUp(), IsOk());
    EXPECT_THAT(engine_.containers(), IsEmpty());
  }

  FakeEngine engine_;
  ProbeLines lines_ = GoodProbeLines();
  std::string word_;
  Examination examination_{
      Deadline(), Context(), {.engine = {.host = engine_.host()}}};
};

TEST_F(ContainerChecksTest, TellOfAClockThatIsWrong) {
  lines_["time"] =
      absl::StrCat(absl::ToUnixSeconds(absl::Now()) - 3600, ".000000001");
  EXPECT_THAT(CheckClock(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("behind"))));
}

TEST_F(ContainerChecksTest, DoNotReadAnyTime) {
  lines_["time"] = "noon";
  EXPECT_THAT(CheckClock(examination_),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("'noon'")));
}

// The fake's containers are nowhere: 172.17.0.2 is nobody's, or somebody
// else's.
TEST_F(ContainerChecksTest, TellOfAnAddressThatIsNotReached) {
  lines_["port"] = "1";
  EXPECT_THAT(CheckRoad(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("172.17.0."),
                                 HasSubstr("firewall"))));
}

TEST_F(ContainerChecksTest, FindWhatTheyHavePutIntoAFolder) {
  EXPECT_THAT(
      CheckMounts(examination_),
      IsOkAndHolds(Finds(Verdict::kOk, "containers see /tmp and /var/tmp")));
}

// As on an engine whose machine has a /tmp of its own.
TEST_F(ContainerChecksTest, TellOfAFolderInWhichAContainerDoesNotSeeIt) {
  engine_.FailNext("HEAD", "/containers/.*/archive", 404, "no such file");
  EXPECT_THAT(
      CheckMounts(examination_),
      IsOkAndHolds(Finds(Verdict::kNote, HasSubstr("do not see /tmp of"))));
}

TEST_F(ContainerChecksTest, TellOfARefusedBind) {
  for (int i = 0; i < 2; ++i) {
    engine_.FailNext("POST", "/containers/create", 400,
                     "invalid mount config for type \"bind\": bind source path "
                     "does not exist: /tmp/x");
  }
  EXPECT_THAT(CheckMounts(examination_),
              IsOkAndHolds(Finds(Verdict::kNote,
                                 HasSubstr("do not see /tmp and /var/tmp"))));
  EXPECT_EQ(engine_.faults_left(), 0);
}

TEST_F(ContainerChecksTest, SayThatMountsCouldNotBeChecked) {
  engine_.FailNext("POST", "/images/create", 500, "out of order");
  EXPECT_THAT(CheckMounts(examination_),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("out of order")));
}

}  // namespace
}  // namespace minidcos
