#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/status/status_macros.h"
#include "tools/download_installer/download_installer.h"
#include "tools/installer_flags.h"

namespace minidcos {
namespace {

DownloadOptions options;
InstallerFlagValues installer_flags;

absl::Status Run(App& app) {
  options.checksum = installer_flags.checksum;
  ASSIGN_OR_RETURN(const std::string path,
                   DownloadToPath(app.ctx(), options, app.progress()));
  app.out() << path << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-download-installer",
       .summary = "Download a DC/OS installer.",
       .description =
           "Prints the installer's path. A download that was cut, also by an "
           "interrupt, goes on where it ended when it is run again. A file of "
           "that name is replaced once all of the new one has come.\n\n"
           "DC/OS is no longer maintained: the public server, which had open "
           "DC/OS only, may be gone. --base-url names a mirror of it.",
       .flags = {{"What and where",
                  {{.name = "dcos-version",
                    .target = &options.version,
                    .value = "VERSION",
                    .help = "stable, stable/RELEASE, testing/master, "
                            "testing/RELEASE, testing/pull/NUMBER, or the "
                            "installer's own http or https URL"},
                   {.name = "download-path",
                    .target = &options.path,
                    .value = "PATH",
                    .help = "where it goes; a folder gets "
                            "dcos_generate_config.sh"},
                   {.name = "base-url",
                    .target = &options.base_url,
                    .value = "URL",
                    .help = "where the versions are"},
                   minidcos::InstallerChecksumFlag(
                       minidcos::installer_flags)}}},
       .examples = {"minidcos download-installer",
                    "minidcos download-installer --dcos-version stable/2.1.0",
                    "minidcos create \"$(minidcos download-installer)\""}},
      minidcos::Run);
}
