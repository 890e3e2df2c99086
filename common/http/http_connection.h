// How HttpClient connects.

#ifndef MINIDCOS_COMMON_HTTP_HTTP_CONNECTION_H_
#define MINIDCOS_COMMON_HTTP_HTTP_CONNECTION_H_

#include <optional>
#include <string>

#include "absl/time/time.h"

namespace minidcos {

// Who the server has to be, and who we are. Files are in PEM format.
struct HttpTls {
  // Of the authorities that may vouch for the server; empty for the system's.
  std::string ca_file;
  // Our certificate and its key, which must not be encrypted; both or neither.
  std::string certificate_file;
  std::string key_file;
  // Whether the server must have a certificate, of the URL's host name.
  bool verify = true;
};

struct HttpConnectionOptions {
  // If not empty, every connection goes to this socket, whatever host a URL
  // names.
  std::string unix_socket;

  // If set, URLs begin with "https://", and nothing is sent in the clear.
  std::optional<HttpTls> tls;

  // Longest time for a connection to come about.
  absl::Duration connect_timeout = absl::Seconds(10);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_HTTP_CONNECTION_H_
