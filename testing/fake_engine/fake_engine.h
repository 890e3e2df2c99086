// A Docker engine that is none: a real HTTP server on a unix socket which keeps
// containers, images, volumes and networks in memory, and misbehaves when told
// to. The contract suite (testing/engine_contract) holds it to the real one.
//
//   FakeEngine engine;
//   engine.AddContainer({.name = "b-master-0", .labels = {{"id", "b"}}});
//   engine.OnExec({"hostname"}, {.stdout_text = "master-0\n"});
//   engine.FailNext("POST", "/containers/.*/start", 500, "no space left");
//   EXPECT_THAT(DoSomething(engine.client()), ...);
//
// Tools reach it by DOCKER_HOST=engine.host().

#ifndef MINIDCOS_TESTING_FAKE_ENGINE_FAKE_ENGINE_H_
#define MINIDCOS_TESTING_FAKE_ENGINE_FAKE_ENGINE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/files.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "testing/fake_engine/fake_faults.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"

namespace minidcos {

// Safe to use from several threads at once.
class FakeEngine {
 public:
  // Starts with the image "image:latest" and no containers. Speaks API version
  // 1.41.
  FakeEngine();
  ~FakeEngine();
  FakeEngine(const FakeEngine&) = delete;
  FakeEngine& operator=(const FakeEngine&) = delete;

  // "unix:///tmp/..."
  const std::string& host() const { return host_; }

  // Serves on a TCP port of this machine as well and returns that address,
  // "tcp://127.0.0.1:...": a client there cannot tell whose engine it is. At
  // most once.
  std::string ServeTcp();

  // An EngineClient of it, over the unix socket.
  DockerClient& client() { return *client_; }

  // What is there. References are names, ids or beginnings of ids.
  std::string AddContainer(FakeContainer container);  // returns its id
  void AddImage(FakeImage image);
  void AddVolume(FakeThing volume);
  void AddNetwork(FakeNetwork network);
  std::vector<FakeContainer> containers() const;
  std::optional<FakeContainer> FindContainer(absl::string_view reference) const;
  std::vector<FakeImage> images() const;
  std::vector<FakeThing> volumes() const;
  std::vector<FakeNetwork> networks() const;

  // More output of a running container, to whoever is attached; with
  // `exit_code`, its end.
  void Print(absl::string_view reference, absl::string_view output);
  void Exit(absl::string_view reference, int exit_code);

  // What an exec of exactly these words does, one that stays before its input
  // has ended; of the others, `script` says, by
  // default that they succeed without output.
  void OnExec(std::vector<std::string> argv, FakeRun run);
  void OnAnyExec(std::function<FakeRun(const FakeExecCall&)> script);

  // Every exec that has been started, in order.
  std::vector<FakeExecCall> execs() const;

  // What a container does when it is started; by default it stays and prints
  // the line of a node that is ready, "minidcos-ready running -".
  void OnStart(std::function<FakeRun(const FakeContainer&)> script);

  // From now on the start of a privileged container fails as on an engine that
  // itself lacks capabilities.
  void RefusePrivileged();

  // "1.52": the newest version that it speaks.
  void SetApiVersion(const std::string& version);
  void SetInfo(const docker::InfoResponse& info);

  // The next request whose method is `method` and whose path, without version
  // and query, matches `path_regex`...
  // ...is answered with that error.
  void FailNext(const std::string& method, const std::string& path_regex,
                int status, const std::string& message);
  // ...is answered with `bytes`, which need not be HTTP, and the connection
  // closed: nothing, garbage, a part of an answer.
  void AnswerNext(const std::string& method, const std::string& path_regex,
                  const std::string& bytes);
  // ...is done, but the connection is closed instead of an answer.
  void LoseNextAnswer(const std::string& method, const std::string& path_regex);
  // ...is held back until the stall is released, at the latest when the engine
  // goes.
  std::shared_ptr<Stall> StallNext(const std::string& method,
                                   const std::string& path_regex);

  // How many of these have not been met.
  int faults_left() const { return faults_.left(); }

  // Every request, in the order of its arrival.
  struct Request {
    std::string method;
    std::string path;  // without version
    std::string version;
    std::multimap<std::string, std::string> query;
  };
  std::vector<Request> requests() const;

  // Ends every connection, as a restart of the engine does.
  void DropConnections() { server_->DropConnections(); }

 private:
  void Handle(HttpExchange& exchange);
  void Answer(HttpExchange& exchange, const std::string& path,
              const std::string& version);
  FakeRun RunExec(const FakeExecCall& call);
  bool AnswersFirst(const FakeExecCall& call);

  FakeState state_;
  FakeFaults faults_;
  FakeRouter router_;
  mutable absl::Mutex mutex_;
  std::vector<Request> requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<FakeExecCall> execs_ ABSL_GUARDED_BY(mutex_);
  std::map<std::vector<std::string>, FakeRun> exec_runs_
      ABSL_GUARDED_BY(mutex_);
  std::function<FakeRun(const FakeExecCall&)> exec_script_
      ABSL_GUARDED_BY(mutex_);
  std::optional<ScopedFolder> folder_;
  std::string host_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<HttpServer> tcp_server_;
  std::unique_ptr<DockerClient> client_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_ENGINE_FAKE_ENGINE_H_
