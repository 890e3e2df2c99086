#include <cstdlib>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/web/browser.h"
#include "tools/web/web.h"

namespace minidcos {
namespace {

absl::Duration timeout = absl::Seconds(10);

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(const std::string url,
                   FindWebPage(app.ctx(), *docker, app.cluster_id(), timeout,
                               app.progress()));
  app.out() << url << std::endl;
  const char* browser = std::getenv("BROWSER");
  const absl::Status started = StartBrowser(
      app.ctx(), BrowserCommands(browser == nullptr ? "" : browser, url));
  if (!started.ok()) app.progress().Warn(started.message());
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-web",
       .summary = "Open the web page of a cluster.",
       .description =
           "Waits until a master answers HTTP, prints the URL and opens it: by "
           "the commands of $BROWSER, else by xdg-open or open. $BROWSER is a "
           "list parted by colons; %s stands for the URL. Without a browser "
           "the "
           "URL is printed all the same. Where no master's address answers, a "
           "published port 80 or 443 is used.",
       .flags = {{"How long",
                  {{.name = "timeout",
                    .target = &minidcos::timeout,
                    .value = "DURATION",
                    .help = "give up if nothing answers by then"}}}},
       .examples = {"minidcos web",
                    "BROWSER='firefox --new-window %s' minidcos web",
                    "curl $(BROWSER=true minidcos web)"}},
      minidcos::Run);
}
