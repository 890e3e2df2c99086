#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "testing/fake_engine/fake_containers.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {
namespace {

// The container of the request, answered with a 404 if there is none.
FakeContainer* Find(FakeState& state, HttpExchange& exchange,
                    const std::string& name) {
  FakeContainer* container = state.FindContainer(name);
  if (container == nullptr) {
    RespondError(exchange, 404, absl::StrCat("No such container: ", name));
  }
  return container;
}

void NoSuchFile(HttpExchange& exchange, const FakeContainer& container) {
  RespondError(
      exchange, 404,
      absl::StrCat("Could not find the file ", exchange.request().Query("path"),
                   " in container ", container.name));
}

std::string BaseName(absl::string_view path) {
  const size_t slash = path.rfind('/');
  return std::string(slash == absl::string_view::npos ? path
                                                      : path.substr(slash + 1));
}

// Where on this machine `path` is, if a folder of it is bound there; else
// empty. An engine on this machine sees our files.
std::string BoundPath(const FakeContainer& container, const std::string& path) {
  for (const docker::Mount& mount : container.request.host_config().mounts()) {
    const std::string target = absl::StrCat(mount.target(), "/");
    if (mount.type() == "bind" && absl::StartsWith(path, target)) {
      return absl::StrCat(mount.source(), "/", path.substr(target.size()));
    }
  }
  return "";
}

void Put(FakeState& state, HttpExchange& exchange, const std::string& name) {
  const absl::StatusOr<std::vector<TarEntry>> entries =
      ReadTar(exchange.Body());
  const absl::MutexLock lock(&state.mutex);
  FakeContainer* container = Find(state, exchange, name);
  if (container == nullptr) return;
  const std::string path = exchange.request().Query("path");
  if (!HasFolder(*container, path)) return NoSuchFile(exchange, *container);
  if (!entries.ok()) {
    return RespondError(exchange, 500,
                        absl::StrCat("Error processing tar file: ",
                                     entries.status().message()));
  }
  for (const TarEntry& entry : *entries) {
    const std::string file = absl::StrCat(absl::StripSuffix(path, "/"), "/",
                                          absl::StripPrefix(entry.path, "./"));
    container->files[file] = entry.content;
  }
  exchange.Respond(200);
}

void Get(FakeState& state, HttpExchange& exchange, const std::string& name) {
  const absl::MutexLock lock(&state.mutex);
  const FakeContainer* container = Find(state, exchange, name);
  if (container == nullptr) return;
  const std::string path = exchange.request().Query("path");
  TarWriter tar;
  bool found = HasFolder(*container, path);
  const absl::StatusOr<std::string> bound =
      ReadFile(BoundPath(*container, path));
  if (bound.ok()) {
    found = true;
    tar.AddFile(BaseName(path), *bound, 0644);
  }
  for (const auto& [file, content] : container->files) {
    if (file == path) {
      found = true;
      tar.AddFile(BaseName(file), content, 0644);
    } else if (absl::StartsWith(file, absl::StrCat(path, "/"))) {
      tar.AddFile(absl::StrCat(BaseName(path), file.substr(path.size())),
                  content, 0644);
    }
  }
  if (!found) return NoSuchFile(exchange, *container);
  exchange.Respond(200, tar.Finish().value_or(""),
                   {{"Content-Type", "application/x-tar"}});
}

}  // namespace

void AddArchiveRoutes(FakeState& state, FakeRouter& router) {
  const std::string path = "/containers/(.+)/archive";
  router.Add("PUT", path, [&state](HttpExchange& exchange, auto& name) {
    Put(state, exchange, name);
  });
  for (const char* method : {"GET", "HEAD"}) {
    router.Add(method, path, [&state](HttpExchange& exchange, auto& name) {
      Get(state, exchange, name);
    });
  }
}

}  // namespace minidcos
