// Checks of how the engine is reached. Each Check... finds the facts, its
// Judge... says what they mean.

#ifndef MINIDCOS_COMMON_DOCTOR_ENGINE_CHECKS_H_
#define MINIDCOS_COMMON_DOCTOR_ENGINE_CHECKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/docker/client.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"

namespace minidcos {

struct EngineClues {
  // What came of connecting.
  absl::Status status;
  // Where the engine is, as far as that is known.
  std::string host;
  // What names it, such as "DOCKER_HOST" or "the Docker context 'x'"; empty if
  // nothing does.
  std::string named_by;
  // Whether an engine answers where one is if nothing names it.
  bool default_answers = false;
  // Whether this machine has Docker's engine (installed_engine.h).
  bool is_installed = false;
};
Finding JudgeEngine(const EngineClues& clues);
absl::StatusOr<Finding> CheckEngineAnswers(Examination& examination);

// `version` is the engine's own word, such as "20.10.24+dfsg1".
Finding JudgeVersion(const std::string& version,
                     DockerClient::ApiVersion api_version);
absl::StatusOr<Finding> CheckVersion(Examination& examination);

struct GroupClues {
  std::string socket;
  std::string user;
  bool may_use_socket = false;
  // Whether there is a group `docker`, whether the user is in it, and whether
  // this process, which may have started before that, is.
  bool has_group = false;
  bool user_is_in_group = false;
  bool process_is_in_group = false;
};
Finding JudgeDockerGroup(const GroupClues& clues);
absl::StatusOr<Finding> CheckDockerGroup(Examination& examination);

// `operating_system` is the engine's machine's, `machine` $DOCKER_MACHINE_NAME.
Finding JudgeDockerMachine(const std::string& operating_system,
                           const std::string& machine);
absl::StatusOr<Finding> CheckDockerMachine(Examination& examination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_ENGINE_CHECKS_H_
