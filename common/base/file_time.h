// When a file was last written to: POSIX's name for it is not macOS's.

#ifndef MINIDCOS_COMMON_BASE_FILE_TIME_H_
#define MINIDCOS_COMMON_BASE_FILE_TIME_H_

#include <sys/stat.h>

#include <ctime>

namespace minidcos {

inline const timespec& ModificationTime(const struct stat& status) {
#ifdef __APPLE__
  return status.st_mtimespec;
#else
  return status.st_mtim;
#endif
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_FILE_TIME_H_
