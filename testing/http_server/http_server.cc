#include "testing/http_server/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/socket_connection.h"

namespace minidcos {
namespace {

absl::Status SocketError(absl::string_view address) {
  return absl::UnavailableError(
      absl::StrCat("listening on '", address, "': ", std::strerror(errno)));
}

// A socket listening on `address`, described by `name` in errors.
absl::StatusOr<int> Listen(const sockaddr* address, socklen_t size,
                           absl::string_view name) {
  const int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return SocketError(name);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(fd, address, size) != 0 || listen(fd, SOMAXCONN) != 0) {
    const absl::Status error = SocketError(name);
    close(fd);
    return error;
  }
  return fd;
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::ListenUnix(
    const std::string& path, HttpHandler handler) {
  sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = {}};
  if (path.size() >= sizeof(address.sun_path)) {
    return absl::InvalidArgumentError(
        absl::StrCat("too long for a socket: '", path, "'"));
  }
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  absl::StatusOr<int> fd = Listen(reinterpret_cast<const sockaddr*>(&address),
                                  sizeof(address), path);
  if (!fd.ok()) return fd.status();
  std::unique_ptr<HttpServer> server(new HttpServer(*fd, std::move(handler)));
  server->path_ = path;
  return server;
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::ListenTcp(
    const std::string& ip, int port, HttpHandler handler) {
  const std::string name = absl::StrCat(ip, ":", port);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (inet_pton(AF_INET, ip.c_str(), &address.sin_addr) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("not an IPv4 address: '", ip, "'"));
  }
  socklen_t size = sizeof(address);
  absl::StatusOr<int> fd =
      Listen(reinterpret_cast<const sockaddr*>(&address), size, name);
  if (!fd.ok()) return fd.status();
  getsockname(*fd, reinterpret_cast<sockaddr*>(&address), &size);
  std::unique_ptr<HttpServer> server(new HttpServer(*fd, std::move(handler)));
  server->port_ = ntohs(address.sin_port);
  return server;
}

HttpServer::HttpServer(int fd, HttpHandler handler)
    : fd_(fd), handler_(std::move(handler)), acceptor_([this] { Accept(); }) {}

HttpServer::~HttpServer() {
  shutdown(fd_, SHUT_RDWR);
  acceptor_.join();
  close(fd_);
  if (!path_.empty()) unlink(path_.c_str());
  DropConnections();
  // No lock: only the clients' threads are left, and they add none.
  for (Client& client : clients_) client.thread.join();
}

void HttpServer::DropConnections() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (Client& client : clients_) client.connection.Shutdown();
}

void HttpServer::Accept() {
  while (true) {
    const int fd = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0 && (errno == EINVAL || errno == EBADF)) return;  // shut down
    ReapClients();
    if (fd < 0) continue;
    const int on = 1;  // fails on a unix socket, which needs none
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const std::lock_guard<std::mutex> lock(mutex_);
    Client& client = clients_.emplace_back(fd);
    client.thread = std::thread([this, &client] { Serve(client); });
  }
}

void HttpServer::Serve(Client& client) {
  bool more = true;
  while (more) {
    std::optional<HttpServerRequest> request =
        ReadRequestHead(client.connection);
    if (!request.has_value()) break;
    HttpExchange exchange(client.connection, *std::move(request));
    handler_(exchange);
    more = exchange.Finish();
  }
  client.connection.Shutdown();
  const std::lock_guard<std::mutex> lock(mutex_);
  client.done = true;
}

void HttpServer::ReapClients() {
  const std::lock_guard<std::mutex> lock(mutex_);
  clients_.remove_if([](Client& client) {
    if (client.done) client.thread.join();
    return client.done;
  });
}

}  // namespace minidcos
