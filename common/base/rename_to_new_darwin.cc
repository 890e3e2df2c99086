#include <stdio.h>

#include "common/base/rename_to_new.h"

namespace minidcos {

int RenameToNew(const char* from, const char* to) {
  return renamex_np(from, to, RENAME_EXCL);
}

}  // namespace minidcos
