#include "common/doctor/engine_checks.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/engine_choice.h"
#include "common/docker/client.h"
#include "common/docker/docker_config.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_client.h"
#include "common/docker/find_engine.h"
#include "common/docker/host.h"
#include "common/docker/near_engine.h"
#include "common/doctor/engine_info.pb.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/installed_engine.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kUsualSocket[] = "/var/run/docker.sock";
constexpr char kGroup[] = "docker";
constexpr char kInstall[] =
    "install Docker Engine 17.06 or later (Debian: 'apt-get install "
    "docker.io'; others: https://docs.docker.com/engine/install/)";

// From it on nodes have cgroups of their own by a namespace.
constexpr DockerClient::ApiVersion kCgroupNamespacesSince = {1, 41};

std::string Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool IsTooOld(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) &&
         absl::StrContains(status.message(), "speaks API version");
}

// Our version is refused, by the engine or, where $DOCKER_API_VERSION names it,
// by ourselves.
bool IsRefusedVersion(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsInvalidArgument(status);
}

// Somebody is there, and says nothing: until our own time or that of a ping was
// over (common/http).
bool IsSilence(const absl::Status& status) {
  return absl::IsDeadlineExceeded(status) ||
         (absl::IsUnavailable(status) &&
          absl::StrContains(status.message(), "no answer for "));
}

// As find_engine.h says.
std::string NamedBy(const EngineChoice& choice) {
  if (!choice.host.empty()) return "--host";
  if (!choice.context.empty()) return "--context";
  for (const char* name : {"DOCKER_HOST", "DOCKER_CONTEXT"}) {
    if (!Variable(name).empty()) return name;
  }
  const std::string context = CurrentContext(DockerConfigFolder()).value_or("");
  if (context.empty() || context == kDefaultContext) return "";
  return absl::StrCat("the Docker context '", context, "'");
}

bool DefaultAnswers(const Context& ctx) {
  const auto docker = NewEngineClient(LocalEngine(kUsualSocket));
  return docker.ok() && (*docker)->Ping(ctx).ok();
}

std::string UserName() {
  const passwd* const user = getpwuid(geteuid());
  return user == nullptr ? absl::StrCat("user ", geteuid()) : user->pw_name;
}

bool IsInProcess(gid_t group) {
  std::vector<gid_t> groups(std::max(0, getgroups(0, nullptr)));
  if (getgroups(static_cast<int>(groups.size()), groups.data()) < 0) {
    return false;
  }
  return getegid() == group ||
         std::find(groups.begin(), groups.end(), group) != groups.end();
}

// What the system knows of the group.
void FindGroup(GroupClues& clues) {
  const group* const entry = getgrnam(kGroup);
  if (entry == nullptr) return;
  clues.has_group = true;
  clues.process_is_in_group = IsInProcess(entry->gr_gid);
  for (char** member = entry->gr_mem; *member != nullptr; ++member) {
    clues.user_is_in_group |= clues.user == *member;
  }
}

// There is nobody at a socket of this machine.
Finding NotRunning(const EngineClues& clues) {
  const std::string cause(clues.status.message());
  const std::string which =
      clues.named_by.empty()
          ? ""
          : absl::StrCat("; or choose another engine than that which ",
                         clues.named_by, " names");
  if (!clues.is_installed) {
    return Error(absl::StrCat("not installed: ", cause),
                 absl::StrCat(kInstall, which));
  }
  return Error(
      absl::StrCat("not running: ", cause),
      absl::StrCat("start it: 'sudo systemctl start docker', 'systemctl "
                   "--user start docker' for one without root, or "
                   "Docker Desktop",
                   which));
}

}  // namespace

Finding JudgeEngine(const EngineClues& clues) {
  if (clues.status.ok()) return Ok(absl::StrCat("answers at ", clues.host));
  if (IsTooOld(clues.status)) {
    return Ok(absl::StrCat("answers at ", clues.host, ", but is too old"));
  }
  const std::string cause(clues.status.message());
  const bool is_near = IsNearEngine(clues.host);
  const bool is_named = !clues.named_by.empty();
  const bool is_gone = absl::IsUnavailable(clues.status);
  const bool is_silent = IsSilence(clues.status);
  // Whatever names it, somebody is there.
  if (is_silent && is_near) {
    return Error(absl::StrCat("does not answer: ", cause),
                 "start the engine again; its log tells more ('journalctl -u "
                 "docker')");
  }
  if (is_named && clues.default_answers &&
      (is_gone || absl::IsInvalidArgument(clues.status))) {
    return Error(absl::StrCat("wrong context: ", clues.named_by,
                              is_gone ? " names an engine that does not answer"
                                      : " names none",
                              ", and without that another does (", cause, ")"),
                 "unset DOCKER_HOST and DOCKER_CONTEXT, or 'docker context use "
                 "default'; 'docker context ls' lists what there is");
  }
  if (is_silent) {
    return Error(
        absl::StrCat("does not answer: ", cause),
        absl::StrCat("see whether its machine is well; it is named by ",
                     clues.named_by));
  }
  if (absl::IsPermissionDenied(clues.status)) {
    return Error(absl::StrCat("no permission: ", cause),
                 is_near ? "'sudo usermod -aG docker $USER', then log in again"
                         : "who runs that engine, or what is before it, has to "
                           "let this user in");
  }
  if (is_gone && (is_near || !is_named)) return NotRunning(clues);
  if (!is_named) return Error(cause, "");
  return Error(cause, absl::StrCat("it is named by ", clues.named_by,
                                   is_gone ? ": start it, or choose another"
                                           : ": mend that, or choose another"));
}

absl::StatusOr<Finding> CheckEngineAnswers(Examination& examination) {
  EngineClues clues;
  clues.status = examination.EngineStatus();
  // That time runs out over it is a finding.
  if (examination.ctx().cancelled()) return examination.ctx().Check();
  const EngineChoice& choice = examination.options().engine;
  const absl::StatusOr<EngineHost> host = FindEngine(choice);
  if (host.ok()) clues.host = host->name;
  if (clues.status.ok()) return JudgeEngine(clues);
  clues.named_by = NamedBy(choice);
  clues.is_installed = IsEngineInstalled();
  clues.default_answers =
      !clues.named_by.empty() && DefaultAnswers(examination.ctx());
  return JudgeEngine(clues);
}

Finding JudgeVersion(const std::string& version,
                     DockerClient::ApiVersion api_version) {
  const std::string found = absl::StrCat(
      "Docker ", version, ", API ", api_version.major, ".", api_version.minor);
  if (api_version < kCgroupNamespacesSince) {
    return Note(absl::StrCat(found,
                             ": it has no cgroup namespaces, so that "
                             "nodes see the host's /sys/fs/cgroup"),
                "20.10 or later is better");
  }
  return Ok(found);
}

absl::StatusOr<Finding> CheckVersion(Examination& examination) {
  const absl::Status status = examination.EngineStatus();
  if (IsTooOld(status)) return Error(std::string(status.message()), kInstall);
  ASSIGN_OR_RETURN(DockerClient* const docker, examination.Engine());
  // The first call that names a version: a ping does not.
  const absl::StatusOr<docker::VersionResponse> version =
      docker->Version(examination.ctx());
  if (IsRefusedVersion(version.status())) {
    return Error(std::string(version.status().message()),
                 Variable("DOCKER_API_VERSION").empty()
                     ? "use a newer minidcos, or an older engine"
                     : "unset DOCKER_API_VERSION");
  }
  RETURN_IF_ERROR(version.status());
  ASSIGN_OR_RETURN(const DockerClient::ApiVersion api_version,
                   docker->NegotiatedVersion(examination.ctx()));
  return JudgeVersion(version->version(), api_version);
}

Finding JudgeDockerGroup(const GroupClues& clues) {
  if (clues.may_use_socket) {
    return Ok(absl::StrCat(clues.user, " may use ", clues.socket));
  }
  const std::string found =
      absl::StrCat(clues.user, " may not use ", clues.socket);
  if (clues.user_is_in_group && !clues.process_is_in_group) {
    return Error(absl::StrCat(found,
                              ": the user is in the group 'docker', but "
                              "has not logged in since"),
                 "log in again, or 'newgrp docker'");
  }
  if (clues.process_is_in_group) {
    return Error(absl::StrCat(found, ", although in the group 'docker'"),
                 absl::StrCat("'sudo chgrp docker ", clues.socket,
                              " && sudo chmod g+rw ", clues.socket, "'"));
  }
  return Error(
      absl::StrCat(found, ": not in the group 'docker'",
                   clues.has_group ? "" : ", which there is not"),
      absl::StrCat(clues.has_group ? "" : "'sudo groupadd docker', ",
                   "'sudo usermod -aG docker $USER', then log in again"));
}

absl::StatusOr<Finding> CheckDockerGroup(Examination& examination) {
  ASSIGN_OR_RETURN(const EngineHost host,
                   FindEngine(examination.options().engine));
  absl::string_view socket = host.name;
  if (!absl::ConsumePrefix(&socket, "unix://")) {
    return Ok(absl::StrCat("not needed for ", host.name));
  }
  GroupClues clues;
  clues.socket = std::string(socket);
  clues.user = UserName();
  if (access(clues.socket.c_str(), F_OK) != 0) {
    return absl::UnavailableError(
        absl::StrCat("there is no socket ", clues.socket));
  }
  clues.may_use_socket = access(clues.socket.c_str(), R_OK | W_OK) == 0;
  FindGroup(clues);
  return JudgeDockerGroup(clues);
}

Finding JudgeDockerMachine(const std::string& operating_system,
                           const std::string& machine) {
  constexpr char kInstead[] =
      "use Docker Desktop, a Linux machine, or on Windows the Vagrantfile of "
      "minidcos; 'eval $(docker-machine env -u)' takes the variables back";
  if (absl::StrContains(operating_system, "Boot2Docker")) {
    return Error(absl::StrCat("the engine runs on ", operating_system,
                              ", which is not supported"),
                 kInstead);
  }
  if (!machine.empty()) {
    return Warning(absl::StrCat("the engine is docker-machine's '", machine,
                                "' (DOCKER_MACHINE_NAME), which is not "
                                "supported"),
                   kInstead);
  }
  return Ok(operating_system.empty()
                ? "neither"
                : absl::StrCat("neither: it runs on ", operating_system));
}

absl::StatusOr<Finding> CheckDockerMachine(Examination& examination) {
  ASSIGN_OR_RETURN(const doctor::EngineInfo info, examination.Info());
  return JudgeDockerMachine(info.operating_system(),
                            Variable("DOCKER_MACHINE_NAME"));
}

}  // namespace minidcos
