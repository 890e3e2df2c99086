// A small HTTP/1.1 server in threads of this process, for tests and for the
// sample DC/OS: keep-alive, chunks both ways, hijacked connections; no TLS.
//
//   ASSIGN_OR_RETURN(const std::unique_ptr<HttpServer> server,
//                    HttpServer::ListenTcp("127.0.0.1", 0, [](HttpExchange& e)
//                    {
//                      e.Respond(200, "hello");
//                    }));
//   ... absl::StrCat("http://127.0.0.1:", server->port()) ...

#ifndef MINIDCOS_TESTING_HTTP_SERVER_HTTP_SERVER_H_
#define MINIDCOS_TESTING_HTTP_SERVER_HTTP_SERVER_H_

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/socket_connection.h"

namespace minidcos {

// Answers one request. Called from a thread per connection, several at once.
using HttpHandler = std::function<void(HttpExchange&)>;

class HttpServer {
 public:
  // Serves on a unix socket made at `path`, at most 107 bytes long; nothing may
  // be there yet. It is removed with the server.
  static absl::StatusOr<std::unique_ptr<HttpServer>> ListenUnix(
      const std::string& path, HttpHandler handler);

  // Serves on the IPv4 address `ip` ("127.0.0.1", "0.0.0.0"); port 0 takes a
  // free one.
  static absl::StatusOr<std::unique_ptr<HttpServer>> ListenTcp(
      const std::string& ip, int port, HttpHandler handler);

  // Ends every connection and waits for the handlers: one that blocks on
  // something else than its exchange has to be released first.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Of ListenTcp().
  int port() const { return port_; }

  // Ends every connection there is, as a crash of the server would; it goes on
  // taking new ones.
  void DropConnections();

 private:
  struct Client {
    explicit Client(int fd) : connection(fd) {}
    SocketConnection connection;
    bool done = false;
    std::thread thread;
  };

  HttpServer(int fd, HttpHandler handler);
  void Accept();
  void Serve(Client& client);
  void ReapClients();

  const int fd_;
  const HttpHandler handler_;
  std::string path_;
  int port_ = 0;
  std::mutex mutex_;
  std::list<Client> clients_;  // guarded by mutex_
  std::thread acceptor_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_HTTP_SERVER_HTTP_SERVER_H_
