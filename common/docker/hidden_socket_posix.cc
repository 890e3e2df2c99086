#include <unistd.h>

#include <string>
#include <utility>

#include "common/base/fd.h"
#include "common/docker/hidden_socket.h"

namespace minidcos {

HiddenSocket::HiddenSocket(Fd listener, const std::string& path)
    : listener_(std::move(listener)), path_(path) {}

HiddenSocket::~HiddenSocket() { unlink(path_.c_str()); }

}  // namespace minidcos
