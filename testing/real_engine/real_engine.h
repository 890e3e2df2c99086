// The machine's own Docker engine, for end-to-end tests. Such a test is tagged
// `external`, `exclusive` and `local`, gives its things names of its own,
// removes them, and leaves all others alone (private_engine.h is for the rest).

#ifndef MINIDCOS_TESTING_REAL_ENGINE_REAL_ENGINE_H_
#define MINIDCOS_TESTING_REAL_ENGINE_REAL_ENGINE_H_

#include <memory>
#include <string>

#include "common/docker/client.h"

namespace minidcos {

class RealEngine {
 public:
  // The engine that $DOCKER_HOST names, else that of the default socket. If
  // none answers, the test program ends at once, as failed: who asks for a test
  // that needs an engine is not told that all is well without one.
  static RealEngine& Shared();

  const std::string& host() const { return client_->host(); }
  DockerClient& client() { return *client_; }

 private:
  explicit RealEngine(std::unique_ptr<DockerClient> client);

  const std::unique_ptr<DockerClient> client_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_REAL_ENGINE_REAL_ENGINE_H_
