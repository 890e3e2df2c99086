// A DC/OS master as HTTP shows it, for tests: it answers as one of a ready
// cluster does, until a test says otherwise.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_FAKE_MASTER_H_
#define MINIDCOS_COMMON_DCOS_WAIT_FAKE_MASTER_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/dcos/wait/http_road.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "common/node/command.h"
#include "testing/fake_transport.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"

namespace minidcos {

class FakeMaster {
 public:
  // Of a cluster with one master and these agents.
  explicit FakeMaster(const std::vector<std::string>& agent_addresses);

  // "127.0.0.1:<port>": what comes after http://.
  std::string address() const;

  // From now on, `path` (percent-decoded, without its query) is answered by
  // this, whoever asks. A status of 0 is no answer until the client goes.
  void Answer(const std::string& path, int status,
              const std::string& body = "");

  // The next requests for `path` are answered by `status`, `times` times; then
  // again as before.
  void Fail(const std::string& path, int status, int times);

  // Forgets the tokens it gave.
  void LogOut() ABSL_LOCKS_EXCLUDED(mutex_);

  // Lets a user in who was there before.
  void AddUser(const std::string& name, const std::string& password)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // What a command does on the master: `cat` of a file set by SetFile() prints
  // it, curl reaches the identity service on 127.0.0.1:8101, and all else runs
  // on this machine.
  absl::StatusOr<CommandResult> Run(const Context& ctx, const FakeCall& call)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // A file on the master. At first there is dcos-version.json, of open DC/OS
  // 2.1.0; others are not there.
  void SetFile(const std::string& path, const std::string& content)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // "GET /marathon/v2/info", in order.
  std::vector<std::string> requests() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Names and passwords.
  std::map<std::string, std::string> users() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Handle(HttpExchange& exchange) ABSL_LOCKS_EXCLUDED(mutex_);
  void Login(HttpExchange& exchange) ABSL_LOCKS_EXCLUDED(mutex_);
  CommandResult ListUsers() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  CommandResult ChangeUser(const std::string& curl_config)
      ABSL_LOCKS_EXCLUDED(mutex_);

  mutable absl::Mutex mutex_;
  std::map<std::string, std::pair<int, std::string>> answers_
      ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::pair<int, int>> failures_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::string> users_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::string> files_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> requests_ ABSL_GUARDED_BY(mutex_);
  std::string token_ ABSL_GUARDED_BY(mutex_);
  int logins_ ABSL_GUARDED_BY(mutex_) = 0;
  // Last: it is gone before what its handlers use.
  std::unique_ptr<HttpServer> server_;
};

// A road from this machine that needs no node.
class ClientRoad : public HttpRoad {
 public:
  absl::StatusOr<HttpResponse> Send(const Context& ctx,
                                    const HttpRequest& request) override {
    return client_.Send(ctx, request);
  }

 private:
  HttpClient client_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_FAKE_MASTER_H_
