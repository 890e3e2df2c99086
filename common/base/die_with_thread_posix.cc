#include "common/base/die_with_thread.h"

namespace minidcos {

void DieWithThread() {}

}  // namespace minidcos
