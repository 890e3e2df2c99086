#include "tools/minidcos/minidcos_man_page.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/engine_choice.h"
#include "common/cli/common_flags.h"
#include "common/cli/flag.h"
#include "common/cli/man_page.h"
#include "common/cli/man_writer.h"
#include "tools/minidcos/minidcos.h"
#include "tools/registry.h"

namespace minidcos {
namespace {

constexpr struct {
  absl::string_view name;
  absl::string_view text;
} kVariables[] = {
    {"DOCKER_HOST", "the engine's address, as --host"},
    {"DOCKER_CONTEXT", "a Docker context, as --context"},
    {"DOCKER_CONFIG",
     "the folder of Docker's configuration, in place of ~/.docker: contexts, "
     "and the one that 'docker context use' has set"},
    {"DOCKER_TLS_VERIFY",
     "if it is not empty, an engine at a tcp address is reached by TLS, and "
     "must prove who it is"},
    {"DOCKER_TLS",
     "the same, but whoever answers is believed; refused for an "
     "engine off this machine without --allow-insecure-engine"},
    {"DOCKER_CERT_PATH", "the folder of ca.pem, cert.pem and key.pem for TLS"},
    {"DOCKER_API_VERSION",
     "the version of the Engine API to speak; the engine is asked without it"},
    {"TMPDIR", "where the workspaces of clusters are made; /tmp without it"},
    {"XDG_CACHE_HOME",
     "downloaded installers are kept in minidcos/installers below it; below "
     "~/.cache without it"},
    {"XDG_RUNTIME_DIR",
     "sockets of ssh connections are in minidcos below it; in "
     "/tmp/minidcos-UID without it"},
    {"BROWSER", "what minidcos-web opens pages with"},
    {"DCOS_CHECKOUT_DIR", "the checkout that minidcos-sync takes"},
    {"http_proxy, https_proxy, no_proxy",
     "proxies for downloads, for building images and for nodes"},
};

void WriteTools(const std::vector<RegisteredTool>& tools, ManWriter& man) {
  man.Section("TOOLS");
  absl::string_view group;
  for (const RegisteredTool& tool : tools) {
    if (tool.group != group) man.Subsection(tool.group);
    group = tool.group;
    man.Item(absl::StrCat(Bold(tool.name), ", ",
                          Bold(absl::StrCat("minidcos-", tool.name)), "(1)"),
             tool.summary);
  }
}

void WriteEnvironment(const std::vector<FlagGroup>& groups, ManWriter& man) {
  man.Section("ENVIRONMENT");
  for (const auto& variable : kVariables) {
    man.Item(Bold(variable.name), variable.text);
  }
  WriteVariables(groups, man);
}

}  // namespace

std::string MinidcosManPage(const std::vector<RegisteredTool>& tools) {
  EngineChoice engine;
  CommonFlagValues values;
  const std::vector<FlagGroup> groups = {
      EngineFlags(engine), CommonFlags(values, /*json_output=*/false)};
  ManWriter man("minidcos");
  man.Name(kSummary);
  man.Section("SYNOPSIS");
  man.Synopsis("minidcos", "[docker] TOOL [FLAG...] [ARGUMENT...]");
  man.Section("DESCRIPTION");
  man.Text(kDescription);
  man.Text(
      "The word docker is for command lines written for DC/OS E2E, and means "
      "nothing.\n"
      "\n"
      "Each container of a cluster is a node: systemd as PID 1, sshd, and a "
      "Docker Engine of its own inside. DC/OS is installed on the nodes from "
      "an installer of DC/OS; without one they are bare machines. A cluster is "
      "known by labels on its containers and nowhere else.\n"
      "\n"
      "Standard output carries the result and nothing else; progress, logs and "
      "errors are on standard error. Flags may be spelled with '-' or '_', as "
      "'--flag VALUE' or '--flag=VALUE', '--no-flag' or '--noflag', and may "
      "follow the other words; but of a tool that runs a command they end at "
      "the command's first word.");
  WriteTools(tools, man);
  man.Section("OPTIONS OF EVERY TOOL");
  for (const FlagGroup& group : groups) WriteFlags(group, man);
  WriteExitCodes(/*passes_exit_code=*/false, man);
  man.Text(
      "A tool that runs a command passes the command's own code through, "
      "and exits with 125 when it fails itself.");
  WriteEnvironment(groups, man);
  man.Section("EXAMPLES");
  man.Lines(
      {"minidcos create ./dcos_generate_config.sh --wait-for-dcos",
       "minidcos exec --node agent_0 systemctl is-active dcos-mesos-slave",
       "minidcos list | minidcos destroy -"});
  man.SeeAlso({"docker", "ssh", "systemd"});
  return man.page();
}

}  // namespace minidcos
