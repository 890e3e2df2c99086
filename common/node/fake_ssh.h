// A private folder of a test's own, and a program in ssh's place.

#ifndef MINIDCOS_COMMON_NODE_FAKE_SSH_H_
#define MINIDCOS_COMMON_NODE_FAKE_SSH_H_

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/unix_address.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {

class FakeSsh {
 public:
  FakeSsh() {
    path_ = getenv("PATH");
    setenv("XDG_RUNTIME_DIR", runtime_.path().c_str(), 1);
  }
  ~FakeSsh() {
    unsetenv("XDG_RUNTIME_DIR");
    setenv("PATH", path_.c_str(), 1);
  }

  // From now on `ssh` runs this shell script.
  void Is(absl::string_view script) {
    EXPECT_THAT(WriteFile(bin_.path() + "/ssh",
                          absl::StrCat("#!/bin/sh\n", script), 0700),
                IsOk());
    setenv("PATH", absl::StrCat(bin_.path(), ":", path_).c_str(), 1);
  }
  // There is none.
  void IsMissing() { setenv("PATH", bin_.path().c_str(), 1); }

  // A file of the private folder.
  std::string File(absl::string_view name) const {
    return absl::StrCat(runtime_.path(), "/minidcos/", name);
  }

 private:
  const ScopedFolder runtime_ = *ScopedFolder::Make("/tmp", "s-");
  const ScopedFolder bin_ = *ScopedFolder::Make("/tmp", "s-");
  std::string path_;
};

// A socket that accepts connections, as a control master's does.
inline Fd Listen(const std::string& path) {
  Fd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = *UnixAddress(path);
  EXPECT_EQ(bind(fd.get(), reinterpret_cast<const sockaddr*>(&address),
                 sizeof(address)),
            0);
  EXPECT_EQ(listen(fd.get(), 100), 0);
  return fd;
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_FAKE_SSH_H_
