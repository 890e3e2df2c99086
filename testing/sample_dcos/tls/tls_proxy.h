// The TLS in front of a server that speaks none: takes connections, and passes
// on what comes in them, decrypted, to a port of this machine.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_TLS_TLS_PROXY_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_TLS_TLS_PROXY_H_

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "testing/sample_dcos/tls/certificates.h"
#include "testing/sample_dcos/tls/openssl.h"

namespace minidcos::sample {

class TlsProxy {
 public:
  // Listens on the IPv4 address `ip`; port 0 takes a free one. Clients see
  // `identity`; what they send goes to 127.0.0.1:`upstream_port`, in a
  // connection for each of theirs. The process ignores SIGPIPE from here on.
  // kInvalidArgument for a bad identity,
  // kUnavailable if it cannot listen.
  static absl::StatusOr<std::unique_ptr<TlsProxy>> Listen(
      const std::string& ip, int port, const Identity& identity,
      int upstream_port);

  // Ends every connection.
  ~TlsProxy();
  TlsProxy(const TlsProxy&) = delete;
  TlsProxy& operator=(const TlsProxy&) = delete;

  int port() const { return port_; }

 private:
  struct Client {
    int fd;
    bool done = false;
    std::thread thread;
  };

  TlsProxy(OpenSslContext context, int fd, int port, int upstream_port);
  void Accept();
  void Serve(Client& client);
  void ReapClients();

  const OpenSslContext context_;
  const int fd_;
  const int port_;
  const int upstream_port_;
  std::mutex mutex_;
  std::list<Client> clients_;  // guarded by mutex_
  std::thread acceptor_;
};

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_TLS_TLS_PROXY_H_
