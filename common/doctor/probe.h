// A small container on the engine, through which its machine is looked at,
// wherever that is. It runs one static program of ours (probe_main_linux.cc),
// which is compiled into the library, in an image of its own: nothing is
// pulled.
//
// It has the privileges that a node would get, so that what works for it works
// for a node, and that it starts at all is a finding by itself. It ends by
// itself after a minute, and is removed then, even if we have been killed.

#ifndef MINIDCOS_COMMON_DOCTOR_PROBE_H_
#define MINIDCOS_COMMON_DOCTOR_PROBE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/privileges.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/doctor/probe_report.h"

namespace minidcos {

// Where the program is in its image.
inline constexpr char kProbePath[] = "/probe";

// Imports the probe's image as `reference`, for one run of the doctor.
// kUnimplemented without ProbeProgram().
absl::Status ImportProbe(const Context& ctx, DockerClient& docker,
                         const std::string& reference);

// The program as such. kUnimplemented if this build has none.
absl::StatusOr<absl::string_view> ProbeProgram();

// A request for a container of `image` that runs the probe with `words`; its
// label kCreationLabel is `creation`.
docker::CreateContainerRequest ProbeRequest(
    const std::string& image, const std::string& creation,
    const std::vector<std::string>& words);

// Makes that container, without starting it. An interrupt lets it be made: it
// would come to be all the same, after we have looked what to remove.
absl::StatusOr<std::string> CreateProbe(
    const Operation& operation, const docker::CreateContainerRequest& request,
    const std::string& creation);

struct ProbeRun {
  ProbeReport report;
  // When the container was asked to start, and when it had told its time.
  absl::Time before;
  absl::Time after;
  // What the engine granted.
  Privileges privileges;
  std::string container_id;
  // On the engine's default network.
  std::string address;
  // What it says to those who connect to it.
  std::string word;
};

// Starts the probe with the most privileges that the engine grants and reads
// its report, within half a minute. The container goes on, for others to
// connect to; those that did not start stay until `creation` is removed.
// kPermissionDenied if the engine refuses it every set of privileges,
// kUnimplemented if the program is for another processor than the engine's,
// kFailedPrecondition if the container cannot run for another reason.
absl::StatusOr<ProbeRun> RunProbe(const Operation& operation,
                                  const std::string& image,
                                  const std::string& creation);

// Runs the probe with `words`, without privileges, to its end, and returns what
// it prints.
absl::StatusOr<std::string> AskProbe(const Operation& operation,
                                     const std::string& image,
                                     const std::string& creation,
                                     const std::vector<std::string>& words);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_PROBE_H_
