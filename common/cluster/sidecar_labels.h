// The labels of loopback sidecars (common/sidecar), which are DC/OS E2E's.

#ifndef MINIDCOS_COMMON_CLUSTER_SIDECAR_LABELS_H_
#define MINIDCOS_COMMON_CLUSTER_SIDECAR_LABELS_H_

namespace minidcos {

// The name that the user gave it.
inline constexpr char kSidecarNameLabel[] = "dcos_e2e.sidecar_name";

// What kNodeTypeLabel says of one.
inline constexpr char kSidecarNodeType[] = "loopback";

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_SIDECAR_LABELS_H_
