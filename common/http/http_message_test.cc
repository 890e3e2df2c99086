#include "common/http/http_message.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(UrlEncode, KeepsOnlyWhatIsSafeEverywhere) {
  EXPECT_EQ(UrlEncode("aZ9-._~"), "aZ9-._~");
  EXPECT_EQ(UrlEncode("a/b?c=d&e f+%"), "a%2Fb%3Fc%3Dd%26e%20f%2B%25");
  EXPECT_EQ(UrlEncode("\xc3\xa9\n"), "%C3%A9%0A");
  EXPECT_EQ(UrlEncode(""), "");
}

TEST(UrlWithQuery, EncodesNamesAndValues) {
  EXPECT_EQ(UrlWithQuery("/x", {}), "/x");
  EXPECT_EQ(UrlWithQuery("/x", {{"a", "1&2"}, {"b c", ""}, {"a", "3"}}),
            "/x?a=1%262&b%20c=&a=3");
}

TEST(ParseHeadLine, ReadsStatusAndHeaders) {
  HttpResponse response;
  ParseHeadLine("HTTP/1.1 404 Not Found", response);
  ParseHeadLine("Content-Type:  text/plain \r\n", response);
  ParseHeadLine("Set-Cookie: a=1: b", response);
  ParseHeadLine("SET-COOKIE: c=2", response);
  ParseHeadLine("\r\n", response);
  EXPECT_EQ(response.status, 404);
  EXPECT_FALSE(response.Succeeded());
  EXPECT_EQ(response.Header("content-type"), "text/plain");
  EXPECT_EQ(response.Header("location"), "");
  EXPECT_THAT(response.headers,
              UnorderedElementsAre(Pair("content-type", "text/plain"),
                                   Pair("set-cookie", "a=1: b"),
                                   Pair("set-cookie", "c=2")));
}

TEST(ParseHeadLine, ForgetsAnInterimResponse) {
  HttpResponse response;
  ParseHeadLine("HTTP/1.1 100 Continue", response);
  ParseHeadLine("X-Interim: 1", response);
  ParseHeadLine("HTTP/1.1 204", response);
  EXPECT_EQ(response.status, 204);
  EXPECT_THAT(response.headers, testing::IsEmpty());
}

TEST(ParseHeadLine, HasNoStatusForGarbage) {
  HttpResponse response = {.status = 200, .headers = {}, .body = ""};
  ParseHeadLine("HTTP/1.1 abc", response);
  EXPECT_EQ(response.status, 0);
}

}  // namespace
}  // namespace minidcos
