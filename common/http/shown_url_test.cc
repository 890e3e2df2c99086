#include "common/http/shown_url.h"

#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(ShownUrl, HidesWhatMayBeSecret) {
  const struct {
    const char* url;
    const char* shown;
  } kCases[] = {
      {"https://host/f", "https://host/f"},
      {"https://host:8443", "https://host:8443"},
      {"https://me:pw@host/f?token=x#y",
       "https://[redacted]@host/f?[redacted]"},
      {"https://token@host/f@2", "https://[redacted]@host/f@2"},
      {"https://me:p@w@host?a", "https://[redacted]@host?[redacted]"},
      {"https://host/a@b?c", "https://host/a@b?[redacted]"},
      {"host/f", "host/f"},
      {"", ""},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(ShownUrl(test.url), test.shown) << test.url;
  }
}

}  // namespace
}  // namespace minidcos
