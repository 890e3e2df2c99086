#include "testing/sample_dcos/tls/tls_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/tls/certificates.h"
#include "testing/sample_dcos/tls/openssl.h"

namespace minidcos::sample {
namespace {

constexpr int kBufferSize = 1 << 14;  // the longest TLS record

absl::StatusOr<OpenSslContext> ContextOf(const Identity& identity) {
  OpenSslContext context(SSL_CTX_new(TLS_server_method()));
  const OpenSslKey key = ReadPrivateKey(identity.key);
  const auto certificates = ReadCertificates(identity.certificates);
  if (key == nullptr || certificates.empty() ||
      SSL_CTX_use_certificate(context.get(), certificates[0].get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
    return OpenSslError("the certificate or its key");
  }
  for (size_t i = 1; i < certificates.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context.get(), certificates[i].get()) != 1) {
      return OpenSslError("the chain of certificates");
    }
  }
  // A record without data for us must not make a read wait for the next one.
  SSL_CTX_clear_mode(context.get(), SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
  return context;
}

sockaddr_in AddressOf(in_addr ip, int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr = ip;
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

// A socket connected to the port of this machine, or -1.
int ConnectTo(int port) {
  const sockaddr_in address = AddressOf({htonl(INADDR_LOOPBACK)}, port);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address),
              sizeof(address)) == 0) {
    return fd;
  }
  close(fd);
  return -1;
}

bool SendAll(int fd, const char* data, int size) {
  while (size > 0) {
    const ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<int>(sent);
  }
  return true;
}

// Passes on what has come from the client. False at the end.
bool PassUp(SSL* tls, int upstream) {
  char buffer[kBufferSize];
  do {
    const int size = SSL_read(tls, buffer, sizeof(buffer));
    if (size <= 0) return SSL_get_error(tls, size) == SSL_ERROR_WANT_READ;
    if (!SendAll(upstream, buffer, size)) return false;
  } while (SSL_pending(tls) > 0);
  return true;
}

// The same from the server.
bool PassDown(int upstream, SSL* tls) {
  char buffer[kBufferSize];
  const ssize_t size = recv(upstream, buffer, sizeof(buffer), 0);
  return size > 0 && SSL_write(tls, buffer, static_cast<int>(size)) > 0;
}

void Pass(SSL* tls, int client, int upstream) {
  pollfd fds[] = {{.fd = client, .events = POLLIN, .revents = 0},
                  {.fd = upstream, .events = POLLIN, .revents = 0}};
  while (poll(fds, 2, -1) > 0 || errno == EINTR) {
    if (fds[0].revents != 0 && !PassUp(tls, upstream)) return;
    if (fds[1].revents != 0 && !PassDown(upstream, tls)) return;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<TlsProxy>> TlsProxy::Listen(
    const std::string& ip, int port, const Identity& identity,
    int upstream_port) {
  // OpenSSL raises it when a client has gone.
  std::signal(SIGPIPE, SIG_IGN);
  ASSIGN_OR_RETURN(OpenSslContext context, ContextOf(identity));
  in_addr number;
  if (inet_pton(AF_INET, ip.c_str(), &number) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("not an IPv4 address: '", ip, "'"));
  }
  sockaddr_in address = AddressOf(number, port);
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(fd, raw, sizeof(address)) != 0 || listen(fd, SOMAXCONN) != 0) {
    const int error = errno;
    close(fd);
    return absl::UnavailableError(absl::StrCat("listening on '", ip, ":", port,
                                               "': ", std::strerror(error)));
  }
  socklen_t size = sizeof(address);
  getsockname(fd, raw, &size);
  return std::unique_ptr<TlsProxy>(new TlsProxy(
      std::move(context), fd, ntohs(address.sin_port), upstream_port));
}

TlsProxy::TlsProxy(OpenSslContext context, int fd, int port, int upstream_port)
    : context_(std::move(context)),
      fd_(fd),
      port_(port),
      upstream_port_(upstream_port),
      acceptor_([this] { Accept(); }) {}

TlsProxy::~TlsProxy() {
  shutdown(fd_, SHUT_RDWR);
  acceptor_.join();
  close(fd_);
  {
    const std::lock_guard lock(mutex_);
    for (const Client& client : clients_) shutdown(client.fd, SHUT_RDWR);
  }
  // No lock: only the clients' threads are left, and they add none.
  for (Client& client : clients_) {
    client.thread.join();
    close(client.fd);
  }
}

void TlsProxy::Accept() {
  while (true) {
    const int fd = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0 && (errno == EINVAL || errno == EBADF)) return;  // shut down
    ReapClients();
    if (fd < 0) continue;
    const std::lock_guard lock(mutex_);
    Client& client = clients_.emplace_back();
    client.fd = fd;
    client.thread = std::thread([this, &client] { Serve(client); });
  }
}

void TlsProxy::Serve(Client& client) {
  const OpenSslConnection tls(SSL_new(context_.get()));
  SSL_set_fd(tls.get(), client.fd);
  const int upstream =
      SSL_accept(tls.get()) == 1 ? ConnectTo(upstream_port_) : -1;
  if (upstream >= 0) {
    Pass(tls.get(), client.fd, upstream);
    close(upstream);
    SSL_shutdown(tls.get());
  }
  shutdown(client.fd, SHUT_RDWR);
  const std::lock_guard lock(mutex_);
  client.done = true;
}

void TlsProxy::ReapClients() {
  const std::lock_guard lock(mutex_);
  clients_.remove_if([](Client& client) {
    if (!client.done) return false;
    client.thread.join();
    close(client.fd);
    return true;
  });
}

}  // namespace minidcos::sample
