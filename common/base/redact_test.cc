#include "common/base/redact.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Lt;
using ::testing::Not;

struct Case {
  std::string text;
  std::string redacted;
};

class RedactedLine : public testing::TestWithParam<Case> {};

TEST_P(RedactedLine, LosesItsSecretAndNoMore) {
  EXPECT_EQ(Redact(GetParam().text), GetParam().redacted);
}

INSTANTIATE_TEST_SUITE_P(
    NamesAndValues, RedactedLine,
    testing::Values(
        Case{"password: hunter2", "password: [redacted]"},
        Case{"  superuser_password_hash: a b\n",
             "  superuser_password_hash: [redacted]\n"},
        Case{"DB_PASSWD=hunter 2", "DB_PASSWD=[redacted]"},
        Case{"export API_KEY='a b'", "export API_KEY=[redacted]"},
        Case{"login user=bob password=hunter2 port=1",
             "login user=bob password=[redacted] port=1"},
        Case{"x[1]: got secret: a b c", "x[1]: got secret: [redacted]"},
        Case{"/x?token=abc&b=1", "/x?token=[redacted]&b=1"},
        Case{"run --password hunter2 --port 1",
             "run --password [redacted] --port 1"},
        Case{"run --api-token=abc x", "run --api-token=[redacted] x"},
        Case{"--superuser-password=\"a b\" x",
             "--superuser-password=\"[redacted]\" x"},
        Case{"license_key_contents: 'a b'",
             "license_key_contents: '[redacted]'"},
        Case{"private_key: \"a b\" # x", "private_key: \"[redacted]\" # x"}));

INSTANTIATE_TEST_SUITE_P(
    Json, RedactedLine,
    testing::Values(
        Case{R"({"a": "b", "password": "x\"y", "c": 1})",
             R"({"a": "b", "password": "[redacted]", "c": 1})"},
        Case{R"({"a":"b","TOKEN":12345,"c":1})",
             R"({"a":"b","TOKEN":[redacted],"c":1})"},
        Case{R"({"secrets":["a","b"],"c":1})",
             R"({"secrets":[redacted],"c":1})"},
        Case{R"({"secret":{"a":"b"},"c":1})", R"({"secret":[redacted],"c":1})"},
        Case{R"({"Env":["A=1","DB_PASSWORD=a b","B=2"]})",
             R"({"Env":["A=1","DB_PASSWORD=[redacted]","B=2"]})"},
        Case{R"({"Cmd":["x","--token","abc","y"]})",
             R"({"Cmd":["x","--token","[redacted]","y"]})"},
        Case{R"({"config":"{\"password\":\"abc\",\"b\":1}"})",
             R"({"config":"{\"password\":\"[redacted]\",\"b\":1}"})"},
        Case{R"([{"name":"DB_PASSWORD","type":"VALUE","value":"abc"},)"
             R"({"name":"A","value":"b"}])",
             R"([{"name":"DB_PASSWORD","type":"VALUE","value":"[redacted]"},)"
             R"({"name":"A","value":"b"}])"},
        Case{R"([{"value":"abc","name":"MY_SECRET"}])",
             R"([{"value":"[redacted]","name":"MY_SECRET"}])"},
        Case{R"({'password': 'abc', 'b': 'c'})",
             R"({'password': '[redacted]', 'b': 'c'})"},
        Case{R"({"https://index.example": {"auth": "dXNlcjpwdw=="}})",
             R"({"https://index.example": {"auth": "[redacted]"}})"}));

INSTANTIATE_TEST_SUITE_P(
    Credentials, RedactedLine,
    testing::Values(
        Case{"> Authorization: Basic dXNlcjpwdw==",
             "> Authorization: [redacted]"},
        Case{R"(curl -H "Authorization: token=abc.d" x)",
             R"(curl -H "Authorization: [redacted]" x)"},
        Case{R"({"Authorization":"Bearer abc"})",
             R"({"Authorization":"[redacted]"})"},
        Case{"Set-Cookie: dcos-acs-auth-cookie=abc; Path=/",
             "Set-Cookie: [redacted]"},
        Case{"curl -s -u bob:hunter2 http://x/",
             "curl -s -u bob:[redacted] http://x/"},
        Case{"<apiToken>abc</apiToken>", "<apiToken>[redacted]</apiToken>"},
        Case{"client-key-data: LS0tLS1CRUdJTiBSU0E=",
             "client-key-data: [redacted]"},
        Case{"proxy=http://bob:hunter2@proxy:3128/",
             "proxy=http://bob:[redacted]@proxy:3128/"},
        Case{"got eyJhbGciOiJI.eyJ1aWQiOiJ.c2lnbmF0dXJl today",
             "got [redacted] today"},
        Case{"root:$6$rounds=656000$salt$0123456789abcdef:1::",
             "root:[redacted]:1::"},
        Case{"x $2b$12$abcdefghijklmnopqrstuv y", "x [redacted] y"},
        Case{R"({"k": "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE)"
             R"( KEY-----"})",
             R"({"k": "-----BEGIN PRIVATE KEY-----[redacted]-----END PRIVATE)"
             R"( KEY-----"})"}));

INSTANTIATE_TEST_SUITE_P(
    OverSeveralLines, RedactedLine,
    testing::Values(
        Case{"a\n-----BEGIN RSA PRIVATE KEY-----\nMII\nabc\n"
             "-----END RSA PRIVATE KEY-----\nb\n",
             "a\n-----BEGIN RSA PRIVATE KEY-----\n[redacted]\n"
             "-----END RSA PRIVATE KEY-----\nb\n"},
        Case{"license_key_contents: |\n  line\n\n  more\nb: c\n",
             "license_key_contents: |\n  [redacted]\n[redacted]\n"
             "  [redacted]\nb: c\n"},
        Case{"passwords:\n- one\n- two\nb: c\n",
             "passwords:\n[redacted]\n[redacted]\nb: c\n"},
        Case{"{\n  \"tokens\": [\n    \"a\"\n  ],\n  \"b\": 1\n}\n",
             "{\n  \"tokens\": [\n    [redacted]\n  ],\n  \"b\": 1\n}\n"},
        Case{"{\n  \"name\": \"A_TOKEN\",\n  \"type\": \"V\",\n"
             "  \"value\": \"abc\"\n}\n",
             "{\n  \"name\": \"A_TOKEN\",\n  \"type\": \"V\",\n"
             "  \"value\": [redacted]\n}\n"},
        Case{"[\n  \"--api-token\",\n  \"abc\",\n  \"b\"\n]\n",
             "[\n  \"--api-token\",\n  [redacted]\n  \"b\"\n]\n"},
        Case{"run --x \\\n  --password \\\n  abc\n",
             "run --x \\\n  --password \\\n  [redacted]\n"},
        Case{"- name: A_TOKEN\n  value: abc\n- name: B\n  value: c\n",
             "- name: A_TOKEN\n  value: [redacted]\n- name: B\n  value: c\n"}));

INSTANTIATE_TEST_SUITE_P(
    Harmless, RedactedLine,
    testing::Values(
        Case{"", ""}, Case{"\n\n", "\n\n"}, Case{"no line end", "no line end"},
        Case{"Started Forward Password Requests to Wall.\n",
             "Started Forward Password Requests to Wall.\n"},
        Case{"PasswordAuthentication no\n", "PasswordAuthentication no\n"},
        Case{R"({"oauth_token_enabled": "true", "token": null})",
             R"({"oauth_token_enabled": "true", "token": null})"},
        Case{"PWD=/root\nKEYMAP=us\n", "PWD=/root\nKEYMAP=us\n"},
        Case{"http://10.0.0.1:8080/a@b\n", "http://10.0.0.1:8080/a@b\n"},
        Case{"-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----\n",
             "-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----\n"},
        Case{"\xff\x01 no UTF-8\n", "\xff\x01 no UTF-8\n"}));

TEST(Redactor, DoesNotMindHowTheTextIsCut) {
  const std::string text =
      "a: b\npassword: hunter2\n-----BEGIN PRIVATE KEY-----\nMII\n"
      "-----END PRIVATE KEY-----\nhttp://u:p@h/\n";
  for (size_t size = 1; size < text.size(); ++size) {
    Redactor redactor;
    std::string redacted;
    for (size_t at = 0; at < text.size(); at += size) {
      redacted += redactor.Add(absl::string_view(text).substr(at, size));
    }
    redacted += redactor.Finish();
    EXPECT_EQ(redacted, Redact(text)) << size;
  }
}

TEST(Redactor, TellsALongLineInPiecesOfBoundedSize) {
  Redactor redactor;
  std::string redacted;
  std::string expected;
  size_t most_held = 0;
  size_t given = 0;
  for (int i = 0; i < 300000; ++i) {
    const std::string member =
        absl::StrCat(R"("password": "hunter)", i, R"(",)");
    given += member.size();
    redacted += redactor.Add(member);
    expected += R"("password": "[redacted]",)";
    most_held = std::max(most_held, given - redacted.size());
  }
  redacted += redactor.Finish();
  EXPECT_EQ(redacted, expected);
  EXPECT_THAT(most_held, Lt(size_t{4} << 20));
}

TEST(Redactor, DropsTheRestOfALineWhoseSecretDoesNotEnd) {
  Redactor redactor;
  std::string redacted = redactor.Add("\"password\": \"");
  for (int i = 0; i < 5000; ++i)
    redacted += redactor.Add(std::string(1000, 'x'));
  redacted += redactor.Add("\", \"b\": 1\nc\n");
  redacted += redactor.Finish();
  EXPECT_EQ(redacted, "[redacted]\nc\n");
}

TEST(Redactor, HidesNoMoreThanAKeyWhoseEndIsMissing) {
  std::string text = "-----BEGIN RSA PRIVATE KEY-----\n";
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&text, "line ", i, "\n");
  EXPECT_THAT(Redact(text),
              AllOf(Not(HasSubstr("line 200\n")), HasSubstr("line 300\n")));
}

}  // namespace
}  // namespace minidcos
