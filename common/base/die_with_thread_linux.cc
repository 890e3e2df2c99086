#include <signal.h>
#include <sys/prctl.h>

#include "common/base/die_with_thread.h"

namespace minidcos {

void DieWithThread() { prctl(PR_SET_PDEATHSIG, SIGKILL); }

}  // namespace minidcos
