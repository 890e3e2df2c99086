#include "common/vpn/openvpn_configuration.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/vpn/vpn_keys.h"

namespace minidcos {
namespace {

std::string ServerConfiguration(absl::string_view tunnel) {
  // Several Macs, or one that comes back before it has been missed, have the
  // same certificate: duplicate-cn.
  return absl::StrCat("port ", kVpnServerPort, "\n",
                      "proto tcp-server\n"
                      "dev tun0\n"
                      "topology subnet\n"
                      "server ",
                      absl::StripSuffix(tunnel, "/24"), " 255.255.255.0\n",
                      "ca ca.crt\n"
                      "cert server.crt\n"
                      "key server.key\n"
                      "dh none\n"
                      "remote-cert-tls client\n"
                      "tls-version-min 1.2\n"
                      "duplicate-cn\n"
                      "keepalive 10 60\n"
                      "persist-key\n"
                      "persist-tun\n"
                      "user nobody\n"
                      "group nogroup\n"
                      "script-security 2\n"
                      "client-connect /usr/sbin/minidcos-vpn-routes\n"
                      "verb 1\n");
}

std::string Inline(absl::string_view tag, absl::string_view pem) {
  return absl::StrCat("<", tag, ">\n", pem, "</", tag, ">\n");
}

}  // namespace

std::vector<VpnServerFile> VpnServerFiles(const VpnKeys& keys,
                                          absl::string_view tunnel) {
  return {{"server.conf", absl::StrCat("cd ", kVpnServerFolder, "\n",
                                       ServerConfiguration(tunnel))},
          {"ca.crt", keys.ca_certificate},
          {"server.crt", keys.server_certificate},
          {"server.key", keys.server_key}};
}

std::string VpnClientProfile(const VpnKeys& keys, int port) {
  // connect-retry: by default a client that has missed the engine for some
  // minutes tries again only after five more.
  return absl::StrCat(
      "# Made by minidcos setup-mac-network: the way to the containers of the\n"
      "# Docker engine on this machine. Holds a private key.\n"
      "client\n"
      "dev tun\n"
      "proto tcp\n"
      "remote 127.0.0.1 ",
      port, "\n",
      "connect-retry 2 10\n"
      "nobind\n"
      "persist-key\n"
      "persist-tun\n"
      "remote-cert-tls server\n"
      "tls-version-min 1.2\n"
      "pull-filter ignore \"redirect-gateway\"\n"
      "pull-filter ignore \"dhcp-option\"\n"
      "verb 3\n",
      Inline("ca", keys.ca_certificate),
      Inline("cert", keys.client_certificate), Inline("key", keys.client_key));
}

}  // namespace minidcos
