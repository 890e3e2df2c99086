// The labels that are the record of a cluster (DESIGN.md section 4). Those of
// DC/OS E2E are kept, so that its tools and ours see each other's clusters.

#ifndef MINIDCOS_COMMON_CLUSTER_LABELS_H_
#define MINIDCOS_COMMON_CLUSTER_LABELS_H_

namespace minidcos {

// On every container, volume and network of a cluster.
inline constexpr char kClusterIdLabel[] = "dcos_e2e.cluster_id";

// On nodes: "master", "agent", "public_agent".
inline constexpr char kNodeTypeLabel[] = "dcos_e2e.node_type";

// On nodes: the folder of large temporary files on the machine that made them.
inline constexpr char kWorkspaceLabel[] = "dcos_e2e.workspace_dir";

// On everything we make: the version of the labels' meaning. A tool that meets
// a newer one than its own still lists and destroys.
inline constexpr char kSchemaLabel[] = "minidcos.schema";
inline constexpr int kSchemaVersion = 1;

// On nodes: from 0 within the role.
inline constexpr char kNodeIndexLabel[] = "minidcos.node_index";

// On containers, volumes and networks: a random word for one run of one create,
// by which it finds what it made.
inline constexpr char kCreationLabel[] = "minidcos.creation";

// On nodes, volumes and networks: when they were made, RFC 3339, UTC.
inline constexpr char kCreatedLabel[] = "minidcos.created";

// On nodes, volumes and networks of a cluster that is to live for a while only:
// when `clean --stale` may remove it, RFC 3339, UTC.
inline constexpr char kExpiresLabel[] = "minidcos.expires";

// On nodes, volumes and networks: the process that made them
// (common/base/process_id.h).
inline constexpr char kCreatorLabel[] = "minidcos.creator";

// On nodes, volumes and networks of a cluster that lives only as long as a
// process: that process.
inline constexpr char kOwnerLabel[] = "minidcos.owner";

// On nodes: such as "debian-12".
inline constexpr char kDistributionLabel[] = "minidcos.distribution";

// On nodes: "privileged", or "capabilities" where the engine cannot grant all.
inline constexpr char kPrivilegesLabel[] = "minidcos.privileges";

// On nodes: the name of the network on which they meet, where it is not the
// engine's default one. What was made for the cluster has kClusterIdLabel too.
inline constexpr char kNetworkLabel[] = "minidcos.network";

// On nodes: how they are to be reached, "docker-exec" or "ssh".
inline constexpr char kTransportLabel[] = "minidcos.transport";

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_LABELS_H_
