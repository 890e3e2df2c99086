#include "common/vpn/openvpn_configuration.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/vpn/vpn_keys.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::Pair;

const VpnKeys& Keys() {
  static const VpnKeys* const keys =
      new VpnKeys{.ca_certificate = "the authority\n",
                  .server_certificate = "the server\n",
                  .server_key = "the server's key\n",
                  .client_certificate = "the client\n",
                  .client_key = "the client's key\n"};
  return *keys;
}

std::vector<std::string> Lines(absl::string_view text) {
  return absl::StrSplit(text, '\n');
}

std::map<std::string, std::string> ServerFiles() {
  std::map<std::string, std::string> files;
  for (const VpnServerFile& file : VpnServerFiles(Keys(), "192.168.251.0/24")) {
    files[file.name] = file.content;
  }
  return files;
}

TEST(VpnServerFiles, TakeClientsAloneAndNoOldTls) {
  EXPECT_THAT(Lines(ServerFiles().at("server.conf")),
              IsSupersetOf({"remote-cert-tls client", "tls-version-min 1.2"}));
}

TEST(VpnServerFiles, MakeTheServerNobody) {
  EXPECT_THAT(Lines(ServerFiles().at("server.conf")),
              IsSupersetOf({"user nobody", "group nogroup"}));
}

TEST(VpnServerFiles, HaveTheServersKeyAndNoOther) {
  std::map<std::string, std::string> files = ServerFiles();
  EXPECT_THAT(Lines(files.at("server.conf")),
              IsSupersetOf({"cd /etc/minidcos-vpn", "ca ca.crt",
                            "cert server.crt", "key server.key"}));
  files.erase("server.conf");
  EXPECT_THAT(files, ElementsAre(Pair("ca.crt", "the authority\n"),
                                 Pair("server.crt", "the server\n"),
                                 Pair("server.key", "the server's key\n")));
}

TEST(VpnServerFiles, GiveClientsAddressesOfTheTunnel) {
  EXPECT_THAT(Lines(ServerFiles().at("server.conf")),
              Contains("server 192.168.251.0 255.255.255.0"));
}

TEST(VpnClientProfile, TakesAServerAloneAndNoOldTls) {
  EXPECT_THAT(Lines(VpnClientProfile(Keys(), 1)),
              IsSupersetOf({"remote-cert-tls server", "tls-version-min 1.2"}));
}

TEST(VpnClientProfile, LeavesOtherTrafficAndNamesWhereTheyGo) {
  EXPECT_THAT(Lines(VpnClientProfile(Keys(), 1)),
              IsSupersetOf({"pull-filter ignore \"redirect-gateway\"",
                            "pull-filter ignore \"dhcp-option\""}));
}

TEST(VpnClientProfile, GoesToThisMachineWithTheClientsKeyAndNoOther) {
  const std::string profile = VpnClientProfile(Keys(), 13195);
  EXPECT_THAT(Lines(profile), Contains("remote 127.0.0.1 13195"));
  for (const char* part :
       {"<ca>\nthe authority\n</ca>\n", "<cert>\nthe client\n</cert>\n",
        "<key>\nthe client's key\n</key>\n"}) {
    EXPECT_THAT(profile, HasSubstr(part));
  }
  EXPECT_THAT(profile, Not(HasSubstr("the server")));
}

}  // namespace
}  // namespace minidcos
