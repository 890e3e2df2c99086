// One request and its answer, as the handler of an HttpServer sees them.
//
//   void Handle(HttpExchange& exchange) {
//     if (exchange.request().path != "/hello") return exchange.Respond(404);
//     exchange.Respond(200, "hello, " + exchange.request().Query("name"));
//   }

#ifndef MINIDCOS_TESTING_HTTP_SERVER_HTTP_EXCHANGE_H_
#define MINIDCOS_TESTING_HTTP_SERVER_HTTP_EXCHANGE_H_

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "testing/http_server/socket_connection.h"

namespace minidcos {

struct HttpServerRequest {
  std::string method;
  // Without the query; percent-decoded.
  std::string path;
  // Decoded, in the order sent for each name.
  std::multimap<std::string, std::string> query;
  // Names in lower case; values of a repeated name are joined by ", ".
  std::map<std::string, std::string> headers;

  // The first value of the parameter, or of the header (name in lower case);
  // empty if there is none.
  std::string Query(const std::string& name) const;
  std::string Header(const std::string& name) const;
};

using HttpServerHeaders = std::multimap<std::string, std::string>;

// A handler answers in one of three ways: Respond(); StartStream(), Write()...;
// or Hijack(), Write() and Read()... If it does not, the answer is a 500.
class HttpExchange {
 public:
  // For HttpServer.
  HttpExchange(SocketConnection& connection, HttpServerRequest request);
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;

  const HttpServerRequest& request() const { return request_; }

  // The body, read from the client at the first call: a handler that answers
  // without it turns the client away before it has sent everything. Cut short
  // if the client went away.
  const std::string& Body();

  // A whole answer; Content-Length is added. To a HEAD request only the head is
  // sent.
  void Respond(int status, absl::string_view body = "",
               const HttpServerHeaders& headers = {});

  // Starts an answer in chunks; its end is the handler's return.
  void StartStream(int status, const HttpServerHeaders& headers = {});

  // After StartStream() a chunk, else plain bytes. At once. False if the client
  // is gone.
  bool Write(absl::string_view bytes);

  // Sends `bytes` as they are, be they HTTP or not. The connection is the
  // handler's from here on, until it returns: what the client sends is Read().
  void Hijack(absl::string_view bytes);

  // Bytes after Hijack(), waiting for some; empty at the end.
  std::string Read();

  // Tells the client that no more comes, after Hijack().
  void CloseWrite();

  // From here on nothing more is sent, and the connection is closed when the
  // handler returns.
  void LoseAnswer();

  // Closes the connection when the handler returns; an answer in chunks stays
  // without its end.
  void Abort() {
    keep_alive_ = false;
    aborted_ = true;
  }

  // For HttpServer: ends the answer; whether another request may follow.
  bool Finish();

 private:
  bool ReadChunks();
  bool Send(absl::string_view bytes);
  void SendHead(int status, const HttpServerHeaders& headers);

  SocketConnection& connection_;
  const HttpServerRequest request_;
  std::optional<std::string> body_;
  bool keep_alive_;
  bool answered_ = false;
  bool streaming_ = false;
  bool aborted_ = false;
  bool lost_ = false;
};

// Reads a request's head. None if the client ended, or sent no HTTP.
std::optional<HttpServerRequest> ReadRequestHead(SocketConnection& connection);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_HTTP_SERVER_HTTP_EXCHANGE_H_
