// rename() that replaces nothing.

#ifndef MINIDCOS_COMMON_BASE_RENAME_TO_NEW_H_
#define MINIDCOS_COMMON_BASE_RENAME_TO_NEW_H_

namespace minidcos {

// As rename() of a file or folder, but fails with EEXIST if there is anything
// at `to`: no other process comes between the look and the renaming.
int RenameToNew(const char* from, const char* to);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_RENAME_TO_NEW_H_
