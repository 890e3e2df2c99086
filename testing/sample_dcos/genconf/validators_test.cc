#include "testing/sample_dcos/genconf/validators.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos::sample {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Case {
  std::string name;
  std::function<std::string(absl::string_view)> validate;
  std::string value;
  // What the message has; empty for a good value.
  std::string message;
};

std::string LongDomain() { return std::string(256, 'a'); }

class Validators : public testing::TestWithParam<Case> {};

TEST_P(Validators, SayWhatIsWrong) {
  const Case& param = GetParam();
  const std::string message = param.validate(param.value);
  if (param.message.empty()) {
    EXPECT_THAT(message, IsEmpty());
  } else {
    EXPECT_THAT(message, HasSubstr(param.message));
  }
}

std::string AOrB(absl::string_view value) {
  return ValidateOneOf(value, {"a", "b"});
}

std::string Port(absl::string_view value) {
  return ValidateInteger(value, 1, 65535);
}

INSTANTIATE_TEST_SUITE_P(
    Scalars, Validators,
    ::testing::ValuesIn(std::vector<Case>{
        {"Path", &ValidateAbsolutePath, "/var/lib", ""},
        {"PathRelative", &ValidateAbsolutePath, "var", "Must be an absolute"},
        {"PathEmpty", &ValidateAbsolutePath, "", "Must be an absolute"},
        {"Url", &ValidateBootstrapUrl, "file:///opt/dcos_install_tmp", ""},
        {"UrlSlash", &ValidateBootstrapUrl, "http://10.0.0.1/",
         "Must not end in a '/'"},
        {"UrlShort", &ValidateBootstrapUrl, "x", "Should be a url"},
        {"UrlEmpty", &ValidateBootstrapUrl, "", "Should be a url"},
        {"Domains", &ValidateDnsSearch, "a b  c d e f", ""},
        {"DomainsNone", &ValidateDnsSearch, "", ""},
        {"DomainsMany", &ValidateDnsSearch, "a b c d e f g", "no more than 6"},
        {"DomainsComma", &ValidateDnsSearch, "a,b", "Commas are not allowed"},
        {"DomainsLine", &ValidateDnsSearch, "a\nb", "Newlines are not allowed"},
        {"DomainsLong", &ValidateDnsSearch, LongDomain(), "less than 256"},
        {"Integer", &Port, "65535", ""},
        {"IntegerHigh", &Port, "65536",
         "Must be between 1 and 65535 inclusive"},
        {"IntegerLow", &Port, "0", "Must be between 1 and 65535 inclusive"},
        {"IntegerText", &Port, "abc", "Must be an integer but got a str: abc"},
        {"Logs", &ValidateLogRetention, "1024", ""},
        {"LogsFew", &ValidateLogRetention, "1023", "at least 1024 MB of logs"},
        {"LogsText", &ValidateLogRetention, "all", "Must be an integer"},
        {"Masters", &ValidateNumMasters, "9", ""},
        {"MastersEven", &ValidateNumMasters, "2",
         "Must have 1, 3, 5, 7, or 9 masters. Found 2"},
        {"MastersNone", &ValidateNumMasters, "0", "Found 0"},
        {"MastersMany", &ValidateNumMasters, "11", "Found 11"},
        {"MastersNegative", &ValidateNumMasters, "-1", "Found -1"},
        {"OneOf", &AOrB, "b", ""},
        {"OneOfNot", &AOrB, "x", "Must be one of 'a', 'b'. Got 'x'."},
        {"Key", &ValidatePublicKey,
         "-----BEGIN PUBLIC KEY-----\nMII\n-----END PUBLIC KEY-----\n", ""},
        {"KeyNot", &ValidatePublicKey, "MII", "PEM"},
        {"TrueFalse", &ValidateTrueFalse, "true", ""},
        {"TrueFalseNot", &ValidateTrueFalse, "yes",
         "Must be one of 'true', 'false'. Got 'yes'."},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Lists, Validators,
    ::testing::ValuesIn(std::vector<Case>{
        {"Masters", &ValidateMasterList, R"(["10.0.0.1", "10.0.0.2"])", ""},
        {"Twice", &ValidateMasterList,
         R"(["10.0.0.1", "10.0.0.2", "10.0.0.1"])",
         "List cannot contain duplicates: 10.0.0.1 appears 2 times"},
        {"NoAddress", &ValidateMasterList,
         R"(["foo", "10.0.0.1", "10.0.0.256"])",
         "Invalid IPv4 addresses in list: foo, 10.0.0.256"},
        {"Object", &ValidateMasterList, R"({"a": "b"})",
         "Must be a JSON list. Got a dict"},
        {"Number", &ValidateMasterList, "22", "Must be a JSON list. Got a int"},
        {"Text", &ValidateMasterList, "10.0.0.1",
         "couldn't be parsed the given value `10.0.0.1`"},
        {"Others", &ValidateMasterList, R"(["10.0.0.1", 1, true, null])",
         "invalid values: 1 type int, True type bool, None type NoneType"},
        {"Resolvers", &ValidateResolvers, R"(["8.8.8.8", "1.1.1.1:5353"])", ""},
        {"ResolversNone", &ValidateResolvers, "[]", ""},
        {"ResolversTwice", &ValidateResolvers, R"(["8.8.8.8", "8.8.8.8"])",
         "8.8.8.8 appears 2 times"},
        {"ResolversPort", &ValidateResolvers, R"(["8.8.8.8:65536"])",
         "Must be between 1 and 65535 inclusive"},
        {"ResolversPortText", &ValidateResolvers, R"(["8.8.8.8:abc"])",
         "Must be an integer but got a str: abc"},
        {"ResolversName", &ValidateResolvers, R"(["dns.example:53"])",
         "Invalid IPv4 addresses in list: dns.example"},
        {"ResolversOwn", &ValidateResolvers,
         R"(["198.51.100.2", "8.8.8.8", "198.51.100.3:53"])",
         "Spartan addresses found in `resolvers`: 198.51.100.2, 198.51.100.3"},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace minidcos::sample
