#include "common/doctor/online_checks.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "common/doctor/probe_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(JudgeInternet, TellsHowFarAContainerGets) {
  EXPECT_THAT(JudgeInternet("h",
                            ProbeReport::Parse("name=1.2.3.4\n"
                                               "connection=ok\n"),
                            false),
              Finds(Verdict::kOk, "a container reaches h", IsEmpty()));
  EXPECT_THAT(
      JudgeInternet("h", ProbeReport::Parse("name-error=Unknown host"), false),
      Finds(Verdict::kWarning,
            "a container does not find the address of h: Unknown host",
            AllOf(HasSubstr("\"dns\""), HasSubstr("work without"))));
  const ProbeReport lost =
      ProbeReport::Parse("name=1.2.3.4\nconnection-error=No route to host");
  EXPECT_THAT(
      JudgeInternet("h", lost, false),
      Finds(Verdict::kWarning, "a container does not reach h: No route to host",
            HasSubstr("ip_forward")));
  EXPECT_THAT(JudgeInternet("h", lost, true),
              Finds(Verdict::kNote, HasSubstr("No route to host"),
                    HasSubstr("proxies")));
}

class OnlineChecksTest : public testing::Test {
 protected:
  OnlineChecksTest() {
    for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy",
                             "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
      unsetenv(name);
    }
    engine_.OnStart([this](const FakeContainer& container) {
      const auto& cmd = container.request.cmd();
      words_.assign(cmd.begin(), cmd.end());
      EXPECT_FALSE(container.request.host_config().privileged());
      return FakeRun{.stdout_text = said_};
    });
  }

  absl::StatusOr<Finding> Run(absl::StatusOr<Finding> (*check)(Examination&)) {
    Examination examination(Context().WithTimeout(absl::Seconds(30)), Context(),
                            options_);
    const absl::StatusOr<Finding> finding = check(examination);
    EXPECT_THAT(examination.CleanUp(), IsOk());
    EXPECT_THAT(engine_.containers(), IsEmpty());
    return finding;
  }

  FakeEngine engine_;
  ExaminationOptions options_ = {.engine = {.host = engine_.host()}};
  std::string said_ = "name=1.2.3.4\nconnection=ok\n";
  std::vector<std::string> words_;
};

TEST_F(OnlineChecksTest, AskTheEngineForAnImageWithoutPullingIt) {
  constexpr char kPath[] = "/distribution/debian:bookworm/json";
  engine_.AnswerNext("GET", kPath,
                     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_THAT(Run(CheckRegistry),
              IsOkAndHolds(Finds(Verdict::kOk, HasSubstr("debian:bookworm"))));
  engine_.FailNext("GET", kPath, 500, "dial tcp: lookup registry-1.docker.io");
  EXPECT_THAT(Run(CheckRegistry),
              IsOkAndHolds(Finds(Verdict::kWarning,
                                 HasSubstr("lookup registry-1.docker.io"),
                                 HasSubstr("--registry"))));
  // The registry's own words, passed on.
  engine_.FailNext("GET", kPath, 404, "manifest unknown");
  EXPECT_THAT(
      Run(CheckRegistry),
      IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("manifest unknown"))));
}

TEST_F(OnlineChecksTest, DoNotAskPodman) {
  engine_.AnswerNext("GET", "/info",
                     "HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n"
                     "{\"BuildahVersion\": \"1.39.3\"}");
  EXPECT_THAT(Run(CheckRegistry), StatusIs(absl::StatusCode::kUnavailable,
                                           HasSubstr("cannot be asked")));
}

TEST_F(OnlineChecksTest, TellWhatWorksWithoutARegistry) {
  options_.sources.base = "registry";
  EXPECT_THAT(Run(CheckRegistry),
              IsOkAndHolds(Finds(Verdict::kWarning, testing::_,
                                 AllOf(HasSubstr("only images that are there"),
                                       HasSubstr("install mmdebstrap")))));
  options_.sources.base = "mmdebstrap";
  EXPECT_THAT(Run(CheckRegistry),
              IsOkAndHolds(Finds(Verdict::kWarning, testing::_,
                                 HasSubstr("nodes of Debian work"))));
}

TEST_F(OnlineChecksTest, AskTheMirrorThatIsNamed) {
  options_.sources.registry = "mirror.example:5000/library";
  engine_.FailNext("GET",
                   "/distribution/mirror.example:5000/library/debian:bookworm"
                   "/json",
                   500, "refused");
  EXPECT_THAT(Run(CheckRegistry),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("refused"))));
}

TEST_F(OnlineChecksTest, SendAContainerToWherePackagesAre) {
  struct Case {
    std::string mirror;
    std::string host;
    std::string port;
  };
  const Case cases[] = {
      {"", "deb.debian.org", "80"},
      {"http://mirror.example/debian", "mirror.example", "80"},
      {"https://mirror.example", "mirror.example", "443"},
      {"http://joe:pw@10.0.0.1:8080/x", "10.0.0.1", "8080"},
      {"file:///mirror", "deb.debian.org", "80"},
  };
  for (const Case& c : cases) {
    options_.sources.debian_mirror = c.mirror;
    EXPECT_THAT(
        Run(CheckInternet),
        IsOkAndHolds(Finds(Verdict::kOk, HasSubstr("reaches " + c.host))));
    EXPECT_THAT(words_, ElementsAre("reach", c.host, c.port));
  }
}

TEST_F(OnlineChecksTest, TellWhatTheContainerTells) {
  said_ = "name-error=Host name lookup failure\n";
  EXPECT_THAT(Run(CheckInternet),
              IsOkAndHolds(Finds(Verdict::kWarning,
                                 HasSubstr("Host name lookup failure"))));
  said_ = "";
  EXPECT_THAT(Run(CheckInternet), StatusIs(absl::StatusCode::kUnavailable,
                                           HasSubstr("tells nothing")));
}

}  // namespace
}  // namespace minidcos
