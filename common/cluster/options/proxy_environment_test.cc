#include "common/cluster/options/proxy_environment.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using Variables = std::map<std::string, std::string>;

Variables Read(const Variables& environment) {
  return ProxyVariables([&](const char* name) -> const char* {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

TEST(ProxyVariables, AreThoseThatAreSetInTheirOwnSpelling) {
  EXPECT_THAT(Read({{"http_proxy", "http://a:1"},
                    {"HTTPS_PROXY", "http://b:2"},
                    {"ftp_proxy", ""},
                    {"PATH", "/bin"}}),
              UnorderedElementsAre(Pair("http_proxy", "http://a:1"),
                                   Pair("HTTPS_PROXY", "http://b:2")));
}

TEST(ProxyVariables, SpellWhatNeedsNoneInBothWays) {
  EXPECT_THAT(
      Read({{"all_proxy", "socks5://a:1"}, {"NO_PROXY", "x,y"}}),
      UnorderedElementsAre(Pair("all_proxy", "socks5://a:1"),
                           Pair("no_proxy", "x,y"), Pair("NO_PROXY", "x,y")));
}

TEST(ProxyVariables, AreNoneWithoutAProxy) {
  EXPECT_THAT(Read({}), IsEmpty());
  EXPECT_THAT(Read({{"no_proxy", "x"}}), IsEmpty());
}

TEST(ExemptFromProxies, AddsToWhatTheUserExempts) {
  Variables proxies = {{"http_proxy", "a"}, {"no_proxy", "x"}};
  ExemptFromProxies({"master-0", "10.0.0.0/8"}, proxies);
  EXPECT_EQ(proxies["no_proxy"], "x,master-0,10.0.0.0/8");
  EXPECT_EQ(proxies["NO_PROXY"], "x,master-0,10.0.0.0/8");
}

TEST(ExemptFromProxies, MakesNoVariablesWhereThereAreNone) {
  Variables proxies;
  ExemptFromProxies({"master-0"}, proxies);
  EXPECT_THAT(proxies, IsEmpty());
}

TEST(ProxyFiles, TellServicesAndLogins) {
  const std::vector<NodeFile> files =
      ProxyFiles({{"http_proxy", R"(http://u:a%b"\@h:1)"}, {"no_proxy", "x"}});
  ASSERT_THAT(files, SizeIs(2));
  EXPECT_EQ(files[0].content,
            "[Manager]\nDefaultEnvironment="
            R"("http_proxy=http://u:a%%b\"\\@h:1" "no_proxy=x")"
            "\n");
  EXPECT_EQ(files[1].content, "http_proxy=http://u:a%b\"\\@h:1\nno_proxy=x\n");
  EXPECT_THAT(ProxyFiles({}), IsEmpty());
}

}  // namespace
}  // namespace minidcos
