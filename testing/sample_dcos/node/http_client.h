// One HTTP request to another service of the cluster.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_NODE_HTTP_CLIENT_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_NODE_HTTP_CLIENT_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace minidcos::sample {

struct HttpCall {
  std::string method = "GET";
  // "10.0.0.1:5050", or "unix:" and the path of a socket.
  std::string address;
  // Path and query.
  std::string target = "/";
  // Beside those that say where the message is from and how long it is.
  std::map<std::string, std::string> headers;
  std::string body;
  // For connecting, and for each silence after that.
  absl::Duration timeout = absl::Seconds(3);
};

struct HttpAnswer {
  int status = 0;
  // Names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;
};

// kUnavailable, naming the address, if no whole answer came.
absl::StatusOr<HttpAnswer> CallHttp(const HttpCall& call);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_NODE_HTTP_CLIENT_H_
