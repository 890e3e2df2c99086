// Takes back what a create has made.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_UNDO_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_UNDO_H_

#include <string>

#include "absl/status/status.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"

namespace minidcos {

// One run of one create.
struct Creation {
  std::string cluster_id;
  // The word in the label kCreationLabel of all that it makes.
  std::string word;
  Workspace workspace;
  // Of the nodes.
  std::string image;
};

// Removes what `creation` made: containers, volumes, networks, the workspace.
// Goes on
// after an error; if something could not be removed, the error says what is
// left.
absl::Status Undo(const Operation& operation, const Creation& creation);

// Undoes `creation` because of `cause` and returns it; if something was left
// behind, its message says so too.
absl::Status UndoBecause(const Operation& operation, const Creation& creation,
                         const absl::Status& cause);

// Removes the containers and volumes whose label kCreationLabel is `word`.
absl::Status RemoveCreated(const Operation& operation, const std::string& word);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_UNDO_H_
