#include "common/node/ssh.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/node/command.h"
#include "common/node/fake_ssh.h"
#include "common/node/node.h"
#include "common/node/ssh_connection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A shell line that runs the last of its words, as a node's shell would.
constexpr char kRunLast[] = "for line; do :; done; sh -c \"$line\"";

class NoAccessNeeded : public SshAccess {
 public:
  absl::StatusOr<SshLogin> LoginTo(const Context&,
                                   const NodeIdentity& node) override {
    return SshLogin{.address = node.ip_address};
  }
  absl::Status Prepare(const Context&, const NodeIdentity&,
                       const SshLogin&) override {
    return absl::InternalError("there is a connection");
  }
};

// A node with a connection that is open.
class SshTest : public testing::Test {
 protected:
  SshTest() {
    EXPECT_THAT(SshFile("node", ""), IsOk());
    master_ = Listen(ssh_.File("node-172.17.0.2.0.socket"));
  }

  absl::StatusOr<CommandResult> Run(const Command& command,
                                    const std::string& address = "172.17.0.2") {
    return Node({.container_id = "node",
                 .ip_address = address,
                 .state = address.empty() ? "exited" : "running"},
                NewSshTransport(std::make_shared<NoAccessNeeded>()))
        .Run(Context().WithTimeout(absl::Minutes(1)), command);
  }

  FakeSsh ssh_;
  Fd master_;
};

TEST_F(SshTest, PassesOutputAndExitCodeOn) {
  ssh_.Is(kRunLast);
  const auto result =
      Run({.argv = {"sh", "-c", "echo 'a  b'; echo c >&2; exit 7"}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "a  b\n");
  EXPECT_EQ(result->stderr_text, "c\n");
  EXPECT_EQ(result->exit_code, 7);
}

TEST_F(SshTest, GoesOverTheSharedConnection) {
  ssh_.Is(absl::StrCat("echo \"$@\" >", ssh_.File("argv"), "; ", kRunLast));
  EXPECT_THAT(Run({.argv = {"true"}}), IsOk());
  EXPECT_THAT(ReadFile(ssh_.File("argv")),
              IsOkAndHolds(AllOf(
                  HasSubstr("-S " + ssh_.File("node-172.17.0.2.0.socket")),
                  HasSubstr("ControlMaster=no"), HasSubstr(" -T "))));
}

TEST_F(SshTest, TakesTheCodeOfSshForTheCommandsWhileTheConnectionIsOpen) {
  ssh_.Is(kRunLast);
  const auto result = Run({.argv = {"sh", "-c", "exit 255"}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 255);
}

TEST_F(SshTest, TellsOfAConnectionThatBreaks) {
  ssh_.Is(absl::StrCat(kRunLast, "; rm ", ssh_.File("node-172.17.0.2.0.socket"),
                       "; exit 255"));
  EXPECT_THAT(Run({.argv = {"true"}}),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("the ssh connection broke")));
}

// What follows -E is the file of ssh's own words.
TEST_F(SshTest, TellsWhatSshSaysForItself) {
  ssh_.Is(
      "while [ \"$1\" != -E ]; do shift; done\n"
      "echo 'mux_client_request_session: session request failed' >\"$2\"\n"
      "echo 'Connection closed by remote host' >>\"$2\"\n"
      "exit 255");
  EXPECT_THAT(Run({.argv = {"true"}}),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr("Connection closed by remote host"),
                             Not(HasSubstr("mux_client")))));
}

TEST_F(SshTest, RunsNothingOnANodeThatDoesNotRun) {
  ssh_.IsMissing();
  EXPECT_THAT(
      Run({.argv = {"true"}}, ""),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("exited")));
}

}  // namespace
}  // namespace minidcos
