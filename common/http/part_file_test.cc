#include "common/http/part_file.h"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

constexpr char kUrl[] = "http://user:secret@host/f";

class PartFileTest : public testing::Test {
 protected:
  PartFileTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "part-")),
        path_(folder_.path() + "/f") {}

  bool IsThere(absl::string_view suffix) {
    return access(absl::StrCat(path_, suffix).c_str(), F_OK) == 0;
  }

  // Leaves "0123" of version "v".
  void LeavePart() {
    auto part = PartFile::Open(path_, kUrl);
    ASSERT_THAT(part, IsOk());
    ASSERT_THAT(part->Restart("v"), IsOk());
    ASSERT_THAT(part->Append("0123"), IsOk());
  }

  const ScopedFolder folder_;
  const std::string path_;
};

TEST_F(PartFileTest, IsNothingUntilItIsWhole) {
  auto part = PartFile::Open(path_, kUrl);
  ASSERT_THAT(part, IsOk());
  EXPECT_EQ(part->size(), 0);
  ASSERT_THAT(part->Restart("v"), IsOk());
  EXPECT_THAT(part->Append("01"), IsOk());
  EXPECT_THAT(part->Append("23"), IsOk());
  EXPECT_FALSE(IsThere(""));
  EXPECT_THAT(part->Finish(), IsOk());
  EXPECT_THAT(ReadFile(path_), IsOkAndHolds("0123"));
  EXPECT_FALSE(IsThere(".part"));
  EXPECT_FALSE(IsThere(".part.from"));
}

TEST_F(PartFileTest, GoesOnWhereItEnded) {
  LeavePart();
  auto part = PartFile::Open(path_, kUrl);
  ASSERT_THAT(part, IsOk());
  EXPECT_EQ(part->size(), 4);
  EXPECT_EQ(part->version(), "v");
  EXPECT_THAT(part->Truncate(3), IsOk());
  EXPECT_THAT(part->Append("xyz"), IsOk());
  EXPECT_EQ(part->size(), 6);
  EXPECT_THAT(part->Finish(), IsOk());
  EXPECT_THAT(ReadFile(path_), IsOkAndHolds("012xyz"));
}

TEST_F(PartFileTest, TakesNothingOfAnotherUrl) {
  LeavePart();
  const auto part = PartFile::Open(path_, "http://host/other");
  ASSERT_THAT(part, IsOk());
  EXPECT_EQ(part->size(), 0);
  EXPECT_EQ(part->version(), "");
}

TEST_F(PartFileTest, TakesNothingThatMayBeOfAnyVersion) {
  LeavePart();
  ASSERT_THAT(WriteFile(path_ + ".part.from", "torn", 0600), IsOk());
  const auto part = PartFile::Open(path_, kUrl);
  ASSERT_THAT(part, IsOk());
  EXPECT_EQ(part->size(), 0);
}

TEST_F(PartFileTest, KeepsNoPassword) {
  LeavePart();
  const auto from = ReadFile(path_ + ".part.from");
  ASSERT_THAT(from, IsOk());
  EXPECT_THAT(*from, testing::Not(HasSubstr("secret")));
}

TEST_F(PartFileTest, LeavesNothingWithoutAByte) {
  { EXPECT_THAT(PartFile::Open(path_, kUrl)->Restart("v"), IsOk()); }
  EXPECT_FALSE(IsThere(".part"));
  EXPECT_FALSE(IsThere(".part.from"));
}

TEST_F(PartFileTest, IsForOneAtATime) {
  const auto part = PartFile::Open(path_, kUrl);
  ASSERT_THAT(part, IsOk());
  EXPECT_THAT(PartFile::Open(path_, kUrl),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("another process is downloading to '")));
}

TEST_F(PartFileTest, FollowsNoLink) {
  ASSERT_THAT(WriteFile(path_ + "-mine", "mine", 0600), IsOk());
  ASSERT_EQ(symlink((path_ + "-mine").c_str(), (path_ + ".part").c_str()), 0);
  EXPECT_FALSE(PartFile::Open(path_, kUrl).ok());
  EXPECT_THAT(ReadFile(path_ + "-mine"), IsOkAndHolds("mine"));
}

TEST_F(PartFileTest, TellsThatThereIsNoFolder) {
  EXPECT_THAT(PartFile::Open(folder_.path() + "/none/f", kUrl),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/none/f.part")));
}

TEST_F(PartFileTest, TellsThatItCannotBeWritten) {
  auto part = PartFile::Open(path_, kUrl);
  ASSERT_THAT(part, IsOk());
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tiny = {.rlim_cur = 2, .rlim_max = RLIM_INFINITY};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tiny), 0);
  EXPECT_THAT(part->Append("0123"),
              StatusIs(absl::StatusCode::kUnknown,
                       HasSubstr("writing '" + path_ + ".part'")));
  const rlimit none = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &none), 0);
}

}  // namespace
}  // namespace minidcos
