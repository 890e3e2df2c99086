// A Docker engine of the test's own, beside the machine's, for tests that are
// destructive. It needs root and the programs dockerd, unshare and ip.
//
//   const auto engine = PrivateEngine::Start(ctx);
//   ASSERT_THAT(engine, IsOk());
//   ... (*engine)->client() ...
//
// It has a network of its own, without a way out. With TLS it can be reached at
// a port of the machine all the same:
//
//   ASSERT_THAT(MakeCertificates(ctx, folder, "IP:127.0.0.1"), IsOk());
//   const auto engine = PrivateEngine::Start(ctx, folder);
//   ... (*engine)->tls_host() ...
//
// The engine is the machine's own dockerd, or, with $PRIVATE_ENGINE_ROOT, that
// of the root file system there (testing/engines).

#ifndef MINIDCOS_TESTING_REAL_ENGINE_PRIVATE_ENGINE_H_
#define MINIDCOS_TESTING_REAL_ENGINE_PRIVATE_ENGINE_H_

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/docker/client.h"

namespace minidcos {

class PrivateEngine {
 public:
  // Starts it and waits until it answers. The error holds the last of its log.
  // If `tls_folder` is not empty, it serves TLS too, with the files there
  // (certificates.h), to those that have a certificate.
  static absl::StatusOr<std::unique_ptr<PrivateEngine>> Start(
      const Context& ctx, const std::string& tls_folder = "");

  // The same, whose data are on a file system of their own of `mebibytes` MiB, on
  // a loop device that goes with it.
  static absl::StatusOr<std::unique_ptr<PrivateEngine>> StartOnSmallDisk(
      const Context& ctx, int mebibytes);

  // Ends it with all that runs in it, and removes what it has on disk. That
  // happens too if the test dies.
  ~PrivateEngine();
  PrivateEngine(const PrivateEngine&) = delete;
  PrivateEngine& operator=(const PrivateEngine&) = delete;

  // "unix:///tmp/...", for DOCKER_HOST.
  const std::string& host() const { return host_; }
  DockerClient& client() { return *client_; }

  // "tcp://127.0.0.1:PORT", with TLS.
  std::string tls_host() const;

  // Its network namespace, for nsenter: nodes can be reached from there.
  std::string network() const;

  // Its files; its name is also that of its cgroups.
  const std::string& folder() const { return folder_; }

  // dockerd dies at once; its containers go on. Then starts it again.
  absl::Status Kill();
  absl::Status StartAgain(const Context& ctx);

  // Fills that file system until `mebibytes` MiB are free; frees it again.
  absl::Status Fill(int mebibytes);
  absl::Status Unfill();

  // dockerd holds its breath, still taking connections.
  absl::Status Freeze();
  absl::Status Thaw();

 private:
  PrivateEngine() = default;
  static absl::StatusOr<std::unique_ptr<PrivateEngine>> Start(
      const Context& ctx, const std::string& tls_folder, int mebibytes);
  absl::Status Launch(const std::string& tls_folder, int mebibytes);
  absl::Status Command(absl::string_view word);
  absl::Status WaitUntilItAnswers(const Context& ctx);

  std::string folder_;
  std::string host_;
  std::unique_ptr<DockerClient> client_;
  // Where it listens for TLS.
  Fd listener_;
  // private_engine.sh, and our end of its stdin and stdout.
  pid_t pid_ = -1;
  int script_ = -1;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_REAL_ENGINE_PRIVATE_ENGINE_H_
