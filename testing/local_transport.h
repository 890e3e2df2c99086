// A node that is this machine: what is started on it runs here, with its real
// shell and programs, as it would there.
//
//   auto transport = std::make_shared<LocalTransport>();
//   const Node node({.state = "running"}, transport);

#ifndef MINIDCOS_TESTING_LOCAL_TRANSPORT_H_
#define MINIDCOS_TESTING_LOCAL_TRANSPORT_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"

namespace minidcos {

// The engine's way for archives, by the program tar. Counts what went that way.
class LocalArchives : public ArchiveRoad {
 public:
  // Every mount of this machine: there is nothing that it misses.
  absl::StatusOr<std::vector<std::string>> MountPoints(
      const Context& ctx, const NodeIdentity& node) override;

  absl::Status Put(
      const Context& ctx, const NodeIdentity& node, const std::string& folder,
      const std::function<absl::StatusOr<std::string>()>& tar) override;

  absl::Status Get(const Context& ctx, const NodeIdentity& node,
                   const std::string& path, const OutputSink& sink) override;

  int puts() const { return puts_; }
  int gets() const { return gets_; }

 private:
  std::atomic<int> puts_ = 0;
  std::atomic<int> gets_ = 0;
};

class LocalTransport : public Transport {
 public:
  Limits limits() const override;

  // Knows no terminal.
  absl::StatusOr<std::unique_ptr<RemoteProgram>> Start(
      const Context& ctx, const NodeIdentity& node,
      const ProgramStart& start) override;

  // The way for archives that a test has set; it must outlive this.
  ArchiveRoad* archive_road() override { return road_; }
  void set_archive_road(ArchiveRoad* road) { road_ = road; }

 private:
  ArchiveRoad* road_ = nullptr;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_LOCAL_TRANSPORT_H_
