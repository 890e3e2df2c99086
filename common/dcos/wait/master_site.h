// Where a cluster's web services are.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_MASTER_SITE_H_
#define MINIDCOS_COMMON_DCOS_WAIT_MASTER_SITE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/node.h"

namespace minidcos {

struct MasterSite {
  Node master;
  // "https://172.17.0.2".
  std::string url;
  // Who vouches for it, in PEM format; empty for plain http.
  std::string authorities;
};

// The first of `masters` whose Admin Router answers, asked from inside it.
// DC/OS Enterprise tells in bootstrap-config.json whether it uses TLS
// (https://github.com/dcos/dcos-e2e, src/dcos_e2e/_wait_for_dcos.py), and gives
// its authority's certificate at /ca/dcos-ca.crt. That one is trusted because
// it comes from the master itself, by a transport that is: on the way from us
// to the master nobody can put another in its place.
// Fails with what each master said instead.
absl::StatusOr<MasterSite> FindMasterSite(const Context& ctx,
                                          const std::vector<Node>& masters);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_MASTER_SITE_H_
