#include "testing/sample_dcos/services/user_store.h"

#include <string>

#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;

// Nobody listens there.
constexpr char kGone[] = "127.0.0.1:1";

class UserStoreTest : public testing::Test {
 protected:
  std::string Path(const std::string& name) const {
    return folder_->path() + "/" + name;
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "users-");
  // `first_` tells `second_`, and somebody who is gone.
  UserStore second_{Path("second"), {}};
  Served second_served_{
      [this](HttpExchange& exchange) { second_.Handle(exchange); }};
  UserStore first_{Path("first"), {kGone, second_served_.address()}};
  Served first_served_{
      [this](HttpExchange& exchange) { first_.Handle(exchange); }};
};

TEST_F(UserStoreTest, KnowsUsersAndWhoLoggedIn) {
  EXPECT_TRUE(first_.Add("me", "hash"));
  EXPECT_FALSE(first_.Add("me", "other"));
  EXPECT_THAT(first_.FindHash("me"), Optional(std::string("hash")));
  const std::string token = first_.NewToken("me");
  EXPECT_TRUE(first_.IsValid(token));
  EXPECT_FALSE(first_.IsValid("nonsense"));
  EXPECT_TRUE(first_.Remove("me"));
  EXPECT_FALSE(first_.Remove("me"));
  EXPECT_EQ(first_.FindHash("me"), std::nullopt);
  EXPECT_FALSE(first_.IsValid(token));
  EXPECT_THAT(first_.Users(), IsEmpty());
}

TEST_F(UserStoreTest, TellsTheOthersAtOnce) {
  first_.Add("me", "hash");
  const std::string token = first_.NewToken("me");
  EXPECT_THAT(second_.Users(), ElementsAre(Pair("me", "hash")));
  EXPECT_TRUE(second_.IsValid(token));
  first_.Remove("me");
  EXPECT_THAT(second_.Users(), IsEmpty());
  EXPECT_FALSE(second_.IsValid(token));
}

TEST_F(UserStoreTest, OneThatComesLaterAsks) {
  first_.Add("me", "hash");
  first_.Add("gone", "hash");
  first_.Remove("gone");
  UserStore late(Path("late"), {kGone, first_served_.address()});
  late.AskOthers();
  EXPECT_THAT(late.Users(), ElementsAre(Pair("me", "hash")));
}

TEST_F(UserStoreTest, TheLastChangeCounts) {
  first_.Add("me", "hash");
  // It does not tell, and is behind when it asks.
  second_.Remove("me");
  second_.Add("me", "new");
  UserStore behind(Path("first"), {second_served_.address()});
  EXPECT_THAT(behind.Users(), ElementsAre(Pair("me", "hash")));
  behind.AskOthers();
  EXPECT_THAT(behind.Users(), ElementsAre(Pair("me", "new")));
  EXPECT_EQ(second_served_
                .Call({.method = "POST",
                       .target = "/sample/iam",
                       .body = R"({"accounts": [{"uid": "me", "hash": "old",
                                                 "changed": "1"}]})"})
                .status,
            204);
  EXPECT_THAT(second_.Users(), ElementsAre(Pair("me", "new")));
}

TEST_F(UserStoreTest, OutlivesTheProcess) {
  first_.Add("me", "hash");
  const std::string token = first_.NewToken("me");
  UserStore anew(Path("first"), {});
  EXPECT_THAT(anew.Users(), ElementsAre(Pair("me", "hash")));
  EXPECT_TRUE(anew.IsValid(token));
}

TEST_F(UserStoreTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(first_served_.Get("/nonsense").status, 404);
  EXPECT_EQ(first_served_
                .Call({.method = "POST", .target = "/sample/iam", .body = "x"})
                .status,
            400);
}

}  // namespace
}  // namespace minidcos::sample
