#include "tools/exec/test_flags.h"

#include "common/cli/flags.h"
#include "tools/exec/exec.h"

namespace minidcos {

FlagGroup TestFlags(ExecOptions& options) {
  return {"Tests of DC/OS",
          {{.name = "test-env",
            .target = &options.test_env,
            .help = "run among the integration tests of DC/OS, with the "
                    "variables by which they know the cluster",
            .letters = "te"},
           {.name = "sync-dir",
            .target = &options.sync_dirs,
            .value = "DIR",
            .help = "before, put the tests and the bootstrap code of this "
                    "checkout of DC/OS on all masters, as minidcos-sync does"},
           {.name = "dcos-login-uname",
            .target = &options.login.username,
            .value = "NAME",
            .help = "whom the tests log in to DC/OS Enterprise as",
            .environment = "DCOS_LOGIN_UNAME"},
           {.name = "dcos-login-pw",
            .target = &options.login.password,
            .value = "PASSWORD",
            .help = "their password; others on this machine can read a flag in "
                    "the list of processes",
            .environment = "DCOS_LOGIN_PW"}}};
}

}  // namespace minidcos
