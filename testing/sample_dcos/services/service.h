// What every service of the sample DC/OS is: a process that answers HTTP until
// it is ended, and tells systemd when it has begun to.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_SERVICE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"

namespace minidcos::sample {

// A 200 with JSON.
void RespondJson(HttpExchange& exchange, absl::string_view json);

// An answer of another status with a few words.
void RespondText(HttpExchange& exchange, int status, absl::string_view text);

// Listens on all addresses, or on `ip`, and answers until the process ends.
// Returns 1, with the reason on standard error, if it cannot listen.
int ServeTcp(int port, HttpHandler handler, const std::string& ip = "0.0.0.0");

// The same on a unix socket.
int ServeUnix(const std::string& path, HttpHandler handler);

// What a service's main() returns: `served`, or 1 with its error on standard
// error.
int ExitCodeOf(const absl::StatusOr<int>& served);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_SERVICE_H_
