#include "testing/call_counter.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"
#include "common/base/unix_address.h"

namespace minidcos {
namespace {

using SocketCall = int (*)(int, const sockaddr*, socklen_t);

// A socket on which `call`, bind or connect, was done with `path`.
absl::StatusOr<Fd> UnixSocket(const std::string& path, SocketCall call) {
  const std::optional<sockaddr_un> address = UnixAddress(path);
  if (!address.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("too long for a socket: '", path, "'"));
  }
  Fd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (call(fd.get(), reinterpret_cast<const sockaddr*>(&*address),
           sizeof(*address)) != 0) {
    return absl::UnavailableError(
        absl::StrCat("socket '", path, "': ", std::strerror(errno)));
  }
  return fd;
}

bool BeginsRequest(absl::string_view bytes) {
  for (const char* method :
       {"GET /", "HEAD /", "POST /", "PUT /", "DELETE /"}) {
    if (absl::StartsWith(bytes, method)) return true;
  }
  return false;
}

// Moves what has come on `from` to `to`, calling `look` with it. False once
// `from` has ended, of which `to` has been told then.
template <typename Look>
bool Move(int from, int to, const Look& look) {
  std::array<char, 64 << 10> buffer;
  const ssize_t size = read(from, buffer.data(), buffer.size());
  if (size <= 0) {
    shutdown(to, SHUT_WR);
    return false;
  }
  absl::string_view bytes(buffer.data(), size);
  look(bytes);
  while (!bytes.empty()) {
    const ssize_t sent = WriteWithoutSignal(to, bytes);
    if (sent < 0) return false;
    bytes.remove_prefix(sent);
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CallCounter>> CallCounter::Start(
    const std::string& socket, const std::string& engine) {
  absl::StatusOr<Fd> listener = UnixSocket(socket, bind);
  if (!listener.ok()) return listener.status();
  if (listen(listener->get(), SOMAXCONN) != 0) {
    return absl::UnavailableError(std::strerror(errno));
  }
  absl::StatusOr<Pipe> end = Pipe::Make();
  if (!end.ok()) return end.status();
  std::unique_ptr<CallCounter> counter(
      new CallCounter(*std::move(listener), socket, engine));
  counter->end_ = *std::move(end);
  counter->acceptor_ = std::thread([raw = counter.get()] { raw->Accept(); });
  return counter;
}

CallCounter::CallCounter(Fd listener, std::string socket, std::string engine)
    : listener_(std::move(listener)),
      socket_(std::move(socket)),
      engine_(std::move(engine)) {}

CallCounter::~CallCounter() {
  end_.write.Reset();
  acceptor_.join();
  for (std::thread& connection : connections_) connection.join();
  unlink(socket_.c_str());
}

void CallCounter::Accept() {
  while (true) {
    pollfd fds[] = {{listener_.get(), POLLIN, 0}, {end_.read.get(), POLLIN, 0}};
    if (poll(fds, 2, -1) < 0) continue;
    if (fds[1].revents != 0) return;
    Fd client(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client.get() < 0) continue;
    connections_.emplace_back([this, client = std::move(client)]() mutable {
      Serve(std::move(client));
    });
  }
}

void CallCounter::Serve(Fd client) {
  const absl::StatusOr<Fd> engine = UnixSocket(engine_, connect);
  if (!engine.ok()) return;
  // A descriptor below 0 is one that poll() ignores.
  pollfd fds[] = {{client.get(), POLLIN, 0},
                  {engine->get(), POLLIN, 0},
                  {end_.read.get(), POLLIN, 0}};
  const auto count = [this](absl::string_view bytes) {
    if (BeginsRequest(bytes)) ++calls_;
  };
  while (fds[0].fd >= 0 || fds[1].fd >= 0) {
    if (poll(fds, 3, -1) < 0) continue;
    if (fds[2].revents != 0) return;
    if (fds[0].revents != 0 && !Move(client.get(), engine->get(), count)) {
      fds[0].fd = -1;
    }
    if (fds[1].revents != 0 &&
        !Move(engine->get(), client.get(), [](absl::string_view) {})) {
      fds[1].fd = -1;
    }
  }
}

}  // namespace minidcos
