// How many calls of an engine's API a command makes: a unix socket that passes
// everything on to the engine's, and counts.
//
//   const std::string socket = folder + "/s";
//   const auto counter = CallCounter::Start(socket, "/var/run/docker.sock");
//   Output({"env", "DOCKER_HOST=unix://" + socket, "docker", "ps"});
//   ... (*counter)->calls() ...

#ifndef MINIDCOS_TESTING_CALL_COUNTER_H_
#define MINIDCOS_TESTING_CALL_COUNTER_H_

#include <atomic>
#include <list>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "common/base/fd.h"

namespace minidcos {

class CallCounter {
 public:
  // Listens at the path `socket`, and connects to the one at `engine`.
  static absl::StatusOr<std::unique_ptr<CallCounter>> Start(
      const std::string& socket, const std::string& engine);

  // Breaks the connections that there are.
  ~CallCounter();
  CallCounter(const CallCounter&) = delete;
  CallCounter& operator=(const CallCounter&) = delete;

  // Requests so far. A request is known by its first line, which clients send
  // at the head of a write: a body of which a piece looks so would count too.
  int calls() const { return calls_; }

 private:
  CallCounter(Fd listener, std::string socket, std::string engine);
  void Accept();
  void Serve(Fd client);

  const Fd listener_;
  const std::string socket_;
  const std::string engine_;
  std::atomic<int> calls_{0};
  // Readable once it all is to end.
  Pipe end_;
  // Of the acceptor's alone, until it has ended.
  std::list<std::thread> connections_;
  std::thread acceptor_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_CALL_COUNTER_H_
