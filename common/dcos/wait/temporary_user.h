// A user of DC/OS for the length of a wait, so that protected services can be
// asked.
//
// DC/OS E2E does this with the user of DC/OS's own CI, whose login is a token
// that its identity provider has signed for a long time. Ours has a name and a
// password of its own, which open DC/OS has taken since 1.13
// (https://github.com/dcos/dcos,
// packages/dcos-integration-test/extra/test_iam.py): no secret is shared, two
// waits do not meet, and nobody's user is ever overwritten.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_TEMPORARY_USER_H_
#define MINIDCOS_COMMON_DCOS_WAIT_TEMPORARY_USER_H_

#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/node/node.h"

namespace minidcos {

// Made and removed by the identity service on a master, which takes requests
// from the master itself without a login.
class TemporaryUser {
 public:
  // Only invents a name and a password.
  TemporaryUser();

  // What the login takes.
  std::string Credentials() const;

  // Makes the user on `master`; OK if it is there already. Errors name the node
  // and the URL: kFailedPrecondition, with what the service said (GetOutput),
  // if it could not be made; else NodeRoad's.
  absl::Status Create(const Context& ctx, const Node& master) const;

  // Removes the user; OK if there is none. Fails as Create() does.
  absl::Status Delete(const Context& ctx, const Node& master) const;

 private:
  // That of the process too, so that the next wait finds the user of one that
  // was killed outright.
  const std::string name_;
  const std::string password_;
};

// Removes the users whose wait was run on this machine and is surely gone. That
// of a wait on another machine stays until the cluster goes: nobody can tell.
// Fails as TemporaryUser does.
absl::Status RemoveAbandonedUsers(const Context& ctx, const Node& master);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_TEMPORARY_USER_H_
