#include "common/base/find_secrets.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Found(absl::string_view line) {
  std::vector<std::string> found;
  for (const Secret& secret : FindSecrets(line)) {
    found.emplace_back(line.substr(secret.begin, secret.end - secret.begin));
  }
  return found;
}

TEST(FindSecrets, FindsEachOnceInOrder) {
  EXPECT_THAT(Found("--token abc token=abc http://u:def@h"),
              ElementsAre("abc", "abc", "def"));
  EXPECT_THAT(Found("Authorization: token=eyJhbGciOiJI.eyJ1aWQiOiJ.c2ln"),
              ElementsAre("token=eyJhbGciOiJI.eyJ1aWQiOiJ.c2ln"));
  EXPECT_THAT(Found("env DCOS_LOGIN_PW=abc pytest"), ElementsAre("abc"));
  EXPECT_THAT(Found("nothing to see"), IsEmpty());
}

TEST(FindSecrets, TellsWhereWhatGivesItAwayBegins) {
  const std::vector<Secret> found = FindSecrets(R"({"a": 1, "token": "abc"})");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].context, 9u);
  EXPECT_EQ(found[0].begin, 19u);
  EXPECT_EQ(found[0].end, 22u);
}

TEST(SecretBelow, TellsOfWhatGoesOn) {
  EXPECT_EQ(SecretBelow("a: -----BEGIN EC PRIVATE KEY-----"),
            Below::kPrivateKey);
  EXPECT_EQ(SecretBelow("-----BEGIN CERTIFICATE-----"), Below::kNothing);
  EXPECT_EQ(SecretBelow("  password: |"), Below::kBlock);
  EXPECT_EQ(SecretBelow("  \"tokens\": ["), Below::kBlock);
  EXPECT_EQ(SecretBelow("  \"--token\","), Below::kNextLine);
  EXPECT_EQ(SecretBelow("\"name\": \"A_TOKEN\","), Below::kValueMember);
  EXPECT_EQ(SecretBelow("password: abc"), Below::kNothing);
}

TEST(IsSecretName, KnowsThem) {
  for (const char* name :
       {"password", "DB_PASSWD", "superuser_password_hash", "my-secret",
        "API_TOKEN", "private-key", "license.txt", "docker_credentials",
        "aws_access_key_id", "exhibitor_azure_account_key", "DCOS_LOGIN_PW"}) {
    EXPECT_TRUE(IsSecretName(name)) << name;
  }
  for (const char* name : {"", "PATH", "PWD", "keyboard", "authorized"}) {
    EXPECT_FALSE(IsSecretName(name)) << name;
  }
}

}  // namespace
}  // namespace minidcos
