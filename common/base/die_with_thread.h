// A process that ends with the one that started it.

#ifndef MINIDCOS_COMMON_BASE_DIE_WITH_THREAD_H_
#define MINIDCOS_COMMON_BASE_DIE_WITH_THREAD_H_

namespace minidcos {

// Called in a child between fork and exec: the system is to kill it when the
// thread that has forked it ends, where the system can do that: Linux.
void DieWithThread();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_DIE_WITH_THREAD_H_
