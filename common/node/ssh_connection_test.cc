#include "common/node/ssh_connection.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/node/fake_ssh.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kNode[] = "0123456789abcdef0123456789abcdef";

class SshConnectionTest : public testing::Test {
 protected:
  absl::StatusOr<SshPlace> Take() {
    return SshPlace::Take(Context().WithTimeout(absl::Minutes(1)), kNode,
                          {.address = "172.17.0.2"}, [this] {
                            ++prepared_;
                            return prepare_status_;
                          });
  }

  // The control socket of the node's connection `i`, its folder made.
  std::string Socket(int i) {
    EXPECT_THAT(SshFile(kNode, ""), IsOk());
    return ssh_.File(absl::StrCat("0123456789ab-172.17.0.2.", i, ".socket"));
  }

  FakeSsh ssh_;
  int prepared_ = 0;
  absl::Status prepare_status_;
};

TEST_F(SshConnectionTest, TakesOneThatIsOpen) {
  ssh_.IsMissing();
  const Fd master = Listen(Socket(0));
  const auto place = Take();
  ASSERT_THAT(place, IsOk());
  EXPECT_EQ(place->socket(), Socket(0));
  EXPECT_EQ(prepared_, 0);
}

TEST_F(SshConnectionTest, TakesAnotherForMoreThanEightAtOnce) {
  const Fd first = Listen(Socket(0));
  const Fd second = Listen(Socket(1));
  std::vector<SshPlace> places;
  for (int i = 0; i < 9; ++i) {
    auto place = Take();
    ASSERT_THAT(place, IsOk());
    EXPECT_EQ(place->socket(), Socket(i / 8));
    places.push_back(*std::move(place));
  }
  EXPECT_NE(places[0].log(), places[1].log());
  places.erase(places.begin());
  const auto free = Take();
  ASSERT_THAT(free, IsOk());
  EXPECT_EQ(free->socket(), Socket(0));
}

TEST_F(SshConnectionTest, OpensOneInPlaceOfOneThatIsDead) {
  { const Fd dead = Listen(Socket(0)); }
  ssh_.Is(absl::StrCat("[ ! -e ", Socket(0), " ] && echo \"$@\" >",
                       ssh_.File("argv")));
  ASSERT_THAT(Take(), IsOk());
  EXPECT_EQ(prepared_, 1);
  EXPECT_THAT(
      ReadFile(ssh_.File("argv")),
      IsOkAndHolds(AllOf(HasSubstr("-f -N"), HasSubstr("ControlPersist=60"),
                         HasSubstr(Socket(0)))));
}

TEST_F(SshConnectionTest, FailsInTheWordsOfSsh) {
  ssh_.Is(
      "echo 'root@172.17.0.2: Permission denied (publickey).' >&2; exit 255");
  EXPECT_THAT(Take(), StatusIs(absl::StatusCode::kUnavailable,
                               AllOf(HasSubstr("denied (publickey)."),
                                     HasSubstr("--transport=docker-exec"))));
}

TEST_F(SshConnectionTest, NamesThePackageOfAnSshThatIsMissing) {
  ssh_.IsMissing();
  EXPECT_THAT(Take(), StatusIs(absl::StatusCode::kUnavailable,
                               HasSubstr("'openssh-client'")));
}

TEST_F(SshConnectionTest, FailsIfItCannotBePrepared) {
  prepare_status_ = absl::FailedPreconditionError("no host key");
  EXPECT_THAT(Take(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("no host key")));
}

TEST_F(SshConnectionTest, EndsWithTheTime) {
  ssh_.Is("exec sleep 1000");
  EXPECT_THAT(SshPlace::Take(Context().WithTimeout(absl::Milliseconds(100)),
                             kNode, {.address = "172.17.0.2"},
                             [] { return absl::OkStatus(); }),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(SshConnectionTest, IsOpenWhileItsMasterListens) {
  Fd master = Listen(Socket(0));
  const auto place = Take();
  ASSERT_THAT(place, IsOk());
  EXPECT_TRUE(place->IsOpen());
  master.Reset();
  EXPECT_FALSE(place->IsOpen());
  ASSERT_EQ(rename(Socket(0).c_str(), Socket(1).c_str()), 0);
  const Fd another = Listen(Socket(0));
  EXPECT_FALSE(place->IsOpen());
}

TEST_F(SshConnectionTest, IsForgottenWithoutATouchToOtherNodes) {
  const Fd master = Listen(Socket(0));
  const std::string other = ssh_.File("0123456789ac-hosts");
  ASSERT_THAT(WriteFile(*SshFile(kNode, "hosts"), "", 0600), IsOk());
  ASSERT_THAT(WriteFile(other, "", 0600), IsOk());
  ssh_.Is(absl::StrCat("echo \"$@\" >", ssh_.File("argv")));
  ForgetSshNode(Context(), kNode);
  EXPECT_THAT(ReadFile(ssh_.File("argv")),
              IsOkAndHolds(HasSubstr(Socket(0) + " -O exit")));
  EXPECT_NE(access(Socket(0).c_str(), F_OK), 0);
  EXPECT_NE(access(SshFile(kNode, "hosts")->c_str(), F_OK), 0);
  EXPECT_EQ(access(other.c_str(), F_OK), 0);
}

}  // namespace
}  // namespace minidcos
