// The files on a node by which it knows of its lease (lease.h,
// image/rootfs/usr/sbin/minidcos-lease).

#ifndef MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_FILES_H_
#define MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_FILES_H_

#include <string>

#include "absl/time/time.h"

namespace minidcos {

// How many times as long a lease is, and how many times as seldom renewed, of
// nodes that do not see this machine's files.
inline constexpr int kElsewhereFactor = 3;

// A node has a lease if it has this file before it starts: seconds and a word,
// another word with each renewal.
inline constexpr char kLeaseFolder[] = "/etc";
inline constexpr char kLeaseFile[] = "minidcos-lease";

// The same in kServeMount, for all nodes that see this machine's files.
inline constexpr char kSharedLeaseFile[] = "minidcos-lease";

// A node that has this one, in kLeaseFolder, has no lease any more. In the
// container's own layer: it stays over a restart.
inline constexpr char kKeptFile[] = "minidcos-kept";

// What a lease file holds: that the node is to live for `length` from when it
// sees that `renewal` is another.
std::string LeaseText(absl::Duration length, int renewal);

// What reads them. An image of the user's may be without.
inline constexpr char kLeaseProgram[] = "/usr/sbin/minidcos-lease";

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_FILES_H_
