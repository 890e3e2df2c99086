#include "common/cluster/options/proxy_environment.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/cluster/node_file.h"

namespace minidcos {
namespace {

constexpr const char* kProxies[] = {"http_proxy", "https_proxy", "ftp_proxy",
                                    "all_proxy"};
constexpr char kNoProxy[] = "no_proxy";

std::string ValueOf(const GetEnvironment& get_environment,
                    const std::string& name) {
  const char* value = get_environment(name.c_str());
  return value == nullptr ? "" : value;
}

// systemd.exec(5), Environment=: quoted, with specifiers.
std::string SystemdWord(const std::string& name, const std::string& value) {
  return absl::StrCat(
      "\"", name, "=",
      absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\"", "\\\""}, {"%", "%%"}}),
      "\"");
}

}  // namespace

std::map<std::string, std::string> ProxyVariables(
    const GetEnvironment& get_environment) {
  std::map<std::string, std::string> proxies;
  for (const std::string name : kProxies) {
    for (const std::string& spelling : {name, absl::AsciiStrToUpper(name)}) {
      const std::string value = ValueOf(get_environment, spelling);
      if (!value.empty()) proxies[spelling] = value;
    }
  }
  if (proxies.empty()) return proxies;
  const std::string capital = absl::AsciiStrToUpper(kNoProxy);
  std::string exempt = ValueOf(get_environment, kNoProxy);
  if (exempt.empty()) exempt = ValueOf(get_environment, capital);
  if (exempt.empty()) return proxies;
  proxies[kNoProxy] = exempt;
  proxies[capital] = exempt;
  return proxies;
}

void ExemptFromProxies(const std::vector<std::string>& hosts,
                       std::map<std::string, std::string>& proxies) {
  if (proxies.empty()) return;
  const std::string before = proxies[kNoProxy];
  proxies[kNoProxy] = absl::StrCat(before, before.empty() ? "" : ",",
                                   absl::StrJoin(hosts, ","));
  proxies[absl::AsciiStrToUpper(kNoProxy)] = proxies[kNoProxy];
}

std::vector<NodeFile> ProxyFiles(
    const std::map<std::string, std::string>& proxies) {
  if (proxies.empty()) return {};
  std::vector<std::string> words;
  std::string lines;
  for (const auto& [name, value] : proxies) {
    words.push_back(SystemdWord(name, value));
    absl::StrAppend(&lines, name, "=", value, "\n");
  }
  return {{"/etc/systemd/system.conf.d/minidcos-proxy.conf",
           absl::StrCat("[Manager]\nDefaultEnvironment=",
                        absl::StrJoin(words, " "), "\n")},
          {"/etc/environment", lines}};
}

}  // namespace minidcos
