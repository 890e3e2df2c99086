// The proxy variables of this process's environment, on their way into nodes:
// http_proxy, https_proxy, ftp_proxy, all_proxy and no_proxy, in small or
// capital letters.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_PROXY_ENVIRONMENT_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_PROXY_ENVIRONMENT_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/cluster/node_file.h"

namespace minidcos {

// Looks up a variable; null if it is not set. std::getenv is one.
using GetEnvironment = std::function<const char*(const char* name)>;

// Those that are set and not empty; none if no proxy is. What needs no proxy is
// in no_proxy and NO_PROXY, whichever a program reads.
std::map<std::string, std::string> ProxyVariables(
    const GetEnvironment& get_environment);

// Adds what needs no proxy, such as "master-0" or "10.0.0.0/16", to `proxies`,
// unless that is empty.
void ExemptFromProxies(const std::vector<std::string>& hosts,
                       std::map<std::string, std::string>& proxies);

// The files by which a node's services and its logins by ssh get `proxies`.
std::vector<NodeFile> ProxyFiles(
    const std::map<std::string, std::string>& proxies);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_PROXY_ENVIRONMENT_H_
