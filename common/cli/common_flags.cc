#include "common/cli/common_flags.h"

#include "common/base/engine_choice.h"
#include "common/cli/flag.h"
#include "gflags/gflags.h"

DEFINE_string(cluster_id, "default", "the cluster");
DEFINE_string(transport, "",
              "how to reach the nodes; without it, what the cluster was "
              "created with, else docker-exec");
DEFINE_bool(enable_spinner, true, "draw a spinner when stderr is a terminal");
DEFINE_string(output, "text", "how the result is written");

namespace minidcos {

FlagGroup CommonFlags(CommonFlagValues& values, bool json_output) {
  FlagGroup group = {
      "Common flags",
      {{.name = "cluster-id",
        .target = &FLAGS_cluster_id,
        .value = "ID",
        .letter = 'c'},
       {.name = "transport",
        .target = &FLAGS_transport,
        .value = "NAME",
        .environment = "MINIDCOS_DOCKER_TRANSPORT",
        .choices = {"docker-exec", "ssh"}},
       {.name = "enable-spinner", .target = &FLAGS_enable_spinner},
       {.name = "verbose",
        .target = &values.verbose,
        .help = "log to stderr what is done; -vv and -vvv say more",
        .letter = 'v'},
       {.name = "version",
        .target = &values.version,
        .help = "print the version and exit"},
       {.name = "help",
        .target = &values.help,
        .help = "print this text and exit",
        .letter = 'h'}}};
  if (json_output) {
    group.flags.insert(group.flags.begin(), {.name = "output",
                                             .target = &FLAGS_output,
                                             .value = "FORMAT",
                                             .choices = {"text", "json"}});
  }
  return group;
}

FlagGroup EngineFlags(EngineChoice& choice) {
  return {"Which engine (otherwise the docker command's, see README)",
          {{.name = "host",
            .target = &choice.host,
            .value = "URL",
            .help = "unix:///SOCKET, tcp://HOST:PORT or ssh://USER@HOST",
            .letter = 'H'},
           {.name = "context",
            .target = &choice.context,
            .value = "NAME",
            .help = "a Docker context"},
           {.name = "allow-insecure-engine",
            .target = &choice.allow_insecure,
            .help = "also one off this machine by plain tcp, or by TLS that is "
                    "not verified",
            .environment = kAllowInsecureVariable}}};
}

}  // namespace minidcos
