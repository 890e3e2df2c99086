// Whether a debugger may stop this process.

#ifndef MINIDCOS_COMMON_CLUSTER_LEASE_IS_TRACED_H_
#define MINIDCOS_COMMON_CLUSTER_LEASE_IS_TRACED_H_

namespace minidcos {

// Whether one is attached, which stops all of it, what renews a lease too.
// False where the system does not tell.
bool IsTraced();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_LEASE_IS_TRACED_H_
