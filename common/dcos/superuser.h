// Whom DC/OS Enterprise lets in first.

#ifndef MINIDCOS_COMMON_DCOS_SUPERUSER_H_
#define MINIDCOS_COMMON_DCOS_SUPERUSER_H_

#include <string>

namespace minidcos {

// The user that an enterprise cluster is installed with, and logged in as. Open
// DC/OS has none. The values are DC/OS E2E's.
struct Superuser {
  std::string username = "bootstrapuser";
  // In clear text: it is neither logged nor put into a process's arguments.
  std::string password = "deleteme";
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_SUPERUSER_H_
