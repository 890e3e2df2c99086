#include "testing/sample_dcos/genconf/validators.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos::sample {
namespace {

using ::testing::HasSubstr;

TEST(ValidateBootstrapUrl, TakesAUrlWithoutASlashAtItsEnd) {
  EXPECT_EQ(ValidateBootstrapUrl("file:///opt/dcos_install_tmp"), "");
  EXPECT_EQ(ValidateBootstrapUrl("http://10.0.0.1/"), "Must not end in a '/'");
  EXPECT_THAT(ValidateBootstrapUrl("x"), HasSubstr("Should be a url"));
  EXPECT_THAT(ValidateBootstrapUrl(""), HasSubstr("Should be a url"));
}

TEST(ValidateOneOf, NamesWhatIsAllowed) {
  EXPECT_EQ(ValidateOneOf("a", {"a", "b"}), "");
  EXPECT_EQ(ValidateOneOf("x", {"a", "b"}),
            "Must be one of 'a', 'b'. Got 'x'.");
}

TEST(ValidateMasterList, TakesUniqueIpv4Addresses) {
  EXPECT_EQ(ValidateMasterList(R"(["10.0.0.1", "10.0.0.2"])"), "");
  EXPECT_EQ(ValidateMasterList(R"(["10.0.0.1", "10.0.0.2", "10.0.0.1"])"),
            "List cannot contain duplicates: 10.0.0.1 appears 2 times");
  EXPECT_EQ(ValidateMasterList(R"(["foo", "10.0.0.1", "10.0.0.256"])"),
            "Invalid IPv4 addresses in list: foo, 10.0.0.256");
}

TEST(ValidateMasterList, NamesTheTypeThatIsNoList) {
  EXPECT_EQ(ValidateMasterList(R"({"a": "b"})"),
            "Must be a JSON list. Got a <class 'dict'>");
  EXPECT_EQ(ValidateMasterList("22"),
            "Must be a JSON list. Got a <class 'int'>");
  EXPECT_THAT(ValidateMasterList("10.0.0.1"), HasSubstr("`10.0.0.1`"));
  EXPECT_EQ(ValidateMasterList("[1]"), "Items in list must be strings");
}

TEST(ValidateNumMasters, TakesOddNumbersUpToNine) {
  for (const int good : {1, 3, 5, 7, 9}) {
    EXPECT_EQ(ValidateNumMasters(good), "") << good;
  }
  for (const int bad : {0, 2, 4, 6, 8, 10, 11}) {
    EXPECT_THAT(ValidateNumMasters(bad),
                HasSubstr("Must have 1, 3, 5, 7, or 9 masters. Found "))
        << bad;
  }
}

}  // namespace
}  // namespace minidcos::sample
