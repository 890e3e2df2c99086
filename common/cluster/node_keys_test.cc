#include "common/cluster/node_keys.h"

#include <sys/stat.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class MakeKeyPairTest : public testing::Test {
 protected:
  MakeKeyPairTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "keys-")),
        path_(folder_.path() + "/id") {}

  static absl::StatusOr<KeyPair> Make(const std::string& path) {
    return MakeKeyPair(Context().WithTimeout(absl::Seconds(30)), path,
                       "a comment");
  }

  const ScopedFolder folder_;
  const std::string path_;
};

TEST_F(MakeKeyPairTest, WritesWhatItReturns) {
  const auto pair = Make(path_);
  ASSERT_THAT(pair, IsOk());
  EXPECT_THAT(pair->private_key,
              StartsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
  EXPECT_THAT(pair->public_key,
              AllOf(StartsWith("ssh-ed25519 "), EndsWith(" a comment\n")));
  EXPECT_THAT(ReadFile(path_), IsOkAndHolds(pair->private_key));
  EXPECT_THAT(ReadFile(path_ + ".pub"), IsOkAndHolds(pair->public_key));
  struct stat info = {};
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST_F(MakeKeyPairTest, MakesAnotherKeyEachTime) {
  const auto first = Make(path_);
  const auto second = Make(path_ + "2");
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_NE(first->private_key, second->private_key);
}

TEST_F(MakeKeyPairTest, ReplacesAKeyThatIsThere) {
  ASSERT_THAT(WriteFile(path_, "old", 0600), IsOk());
  ASSERT_THAT(WriteFile(path_ + ".pub", "old", 0600), IsOk());
  const auto pair = Make(path_);
  ASSERT_THAT(pair, IsOk());
  EXPECT_THAT(ReadFile(path_), IsOkAndHolds(pair->private_key));
  EXPECT_THAT(pair->public_key, StartsWith("ssh-ed25519 "));
}

TEST_F(MakeKeyPairTest, ShowsWhatSshKeygenSays) {
  const auto pair = Make(folder_.path() + "/none/id");
  ASSERT_THAT(pair, StatusIs(absl::StatusCode::kUnknown,
                             HasSubstr("ssh-keygen failed")));
  EXPECT_THAT(GetOutput(pair.status()), HasSubstr("No such file"));
}

TEST_F(MakeKeyPairTest, NamesThePackageOfAMissingSshKeygen) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", folder_.path().c_str(), 1);
  const auto pair = Make(path_);
  setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(pair, StatusIs(absl::StatusCode::kFailedPrecondition,
                             HasSubstr("'openssh-client'")));
}

TEST(NodeKeysTar, HoldsTheKeysWithTheModesThatSshdWants) {
  const auto tar =
      NodeKeysTar({.private_key = "private", .public_key = "public"},
                  "the user's", {{.path = "/etc/x", .content = "y"}});
  ASSERT_THAT(tar, IsOk());
  const auto entries = ReadTar(*tar);
  ASSERT_THAT(entries, IsOk());
  std::vector<std::string> seen;
  for (const TarEntry& entry : *entries) {
    seen.push_back(entry.path + " " + std::to_string(entry.mode & 07777) + " " +
                   entry.content);
  }
  // All there is: no folders. In decimal 0600 is 384 and 0644 is 420.
  EXPECT_THAT(seen, ElementsAre("root/.ssh/authorized_keys 384 the user's",
                                "etc/ssh/ssh_host_ed25519_key 384 private",
                                "etc/ssh/ssh_host_ed25519_key.pub 420 public",
                                "etc/x 420 y"));
}

}  // namespace
}  // namespace minidcos
