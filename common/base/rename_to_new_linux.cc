#include <fcntl.h>
#include <stdio.h>

#include "common/base/rename_to_new.h"

namespace minidcos {

int RenameToNew(const char* from, const char* to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

}  // namespace minidcos
