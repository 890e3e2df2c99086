#include "testing/fake_engine/fake_images.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "common/base/json.h"
#include "common/base/tar.h"
#include "common/docker/engine.pb.h"
#include "google/protobuf/struct.pb.h"
#include "re2/re2.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {
namespace {

void Missing(HttpExchange& exchange, const std::string& reference) {
  RespondError(exchange, 404,
               absl::StrCat("No such image: ", WithTag(reference)));
}

void WriteLine(HttpExchange& exchange, const docker::BuildProgress& progress) {
  exchange.Write(absl::StrCat(ToJson(progress).value_or("{}"), "\r\n"));
}

void WriteOutput(HttpExchange& exchange, absl::string_view text) {
  docker::BuildProgress progress;
  progress.set_stream(std::string(text));
  WriteLine(exchange, progress);
}

void WriteError(HttpExchange& exchange, absl::string_view text) {
  docker::BuildProgress progress;
  progress.set_error(std::string(text));
  WriteLine(exchange, progress);
}

void List(FakeState& state, HttpExchange& exchange) {
  docker::ImageList list;
  const absl::MutexLock lock(&state.mutex);
  for (const FakeImage& image : state.images) {
    if (!PassesFilters(exchange, image.reference, image.labels)) continue;
    docker::ImageSummary& summary = *list.add_items();
    summary.set_id(image.id);
    if (!image.reference.empty()) summary.add_repo_tags(image.reference);
    summary.mutable_labels()->insert(image.labels.begin(), image.labels.end());
  }
  RespondArray(exchange, list);
}

void Inspect(FakeState& state, HttpExchange& exchange,
             const std::string& reference) {
  const absl::MutexLock lock(&state.mutex);
  const FakeImage* image = state.FindImage(reference);
  if (image == nullptr) return Missing(exchange, reference);
  docker::ImageDetails details;
  details.set_id(image->id);
  if (!image->reference.empty()) details.add_repo_tags(image->reference);
  details.mutable_config()->mutable_labels()->insert(image->labels.begin(),
                                                     image->labels.end());
  RespondJson(exchange, 200, details);
}

void Remove(FakeState& state, HttpExchange& exchange,
            const std::string& reference) {
  const absl::MutexLock lock(&state.mutex);
  const FakeImage* image = state.FindImage(reference);
  if (image == nullptr) return Missing(exchange, reference);
  for (const auto& [id, container] : state.containers) {
    if (WithTag(container.image) != image->reference) continue;
    return RespondError(
        exchange, 409,
        absl::StrCat("conflict: unable to remove repository reference \"",
                     reference, "\" (must force) - container ",
                     id.substr(0, 12), " is using its referenced image ",
                     image->id));
  }
  state.images.erase(state.images.begin() + (image - state.images.data()));
  exchange.Respond(200, "[]");
}

// The labels of Dockerfile lines such as "LABEL a=b c=$argument".
std::map<std::string, std::string> LabelsOf(
    const std::vector<std::string>& lines,
    const std::map<std::string, std::string>& arguments) {
  std::map<std::string, std::string> labels;
  for (const std::string& line : lines) {
    re2::StringPiece rest = line;
    if (!RE2::Consume(&rest, "LABEL")) continue;
    std::string key, quoted, plain;
    while (RE2::Consume(&rest, R"re( +"?([^ ="]+)"?=(?:"([^"]*)"|([^ "]*)))re",
                        &key, &quoted, &plain)) {
      std::string& value = labels[key] = absl::StrCat(quoted, plain);
      // After the line's words have been told apart: an argument is one.
      for (const auto& [name, argument] : arguments) {
        absl::StrReplaceAll({{absl::StrCat("$", name), argument}}, &value);
      }
    }
  }
  return labels;
}

void Import(FakeState& state, HttpExchange& exchange) {
  const absl::Status whole = ReadTar(exchange.Body()).status();
  if (!whole.ok()) return RespondError(exchange, 500, whole.message());
  std::vector<std::string> changes;
  const auto range = exchange.request().query.equal_range("changes");
  for (auto i = range.first; i != range.second; ++i) {
    changes.push_back(i->second);
  }
  const absl::MutexLock lock(&state.mutex);
  state.Add(FakeImage{.reference = exchange.request().Query("repo"),
                      .labels = LabelsOf(changes, {}),
                      .tar = exchange.Body()});
  exchange.StartStream(200, {{"Content-Type", "application/json"}});
  docker::BuildProgress progress;
  progress.set_status(state.images.back().id);
  WriteLine(exchange, progress);
}

std::map<std::string, std::string> QueryMap(const HttpExchange& exchange,
                                            const std::string& name) {
  google::protobuf::Struct json;
  std::map<std::string, std::string> map;
  if (!ParseJson(exchange.request().Query(name), json).ok()) return map;
  for (const auto& [key, value] : json.fields()) {
    map[key] = value.string_value();
  }
  return map;
}

std::vector<std::string> DockerfileLines(absl::string_view tar) {
  const auto entries = ReadTar(tar);
  if (!entries.ok()) return {};
  for (const TarEntry& entry : *entries) {
    if (absl::StripPrefix(entry.path, "./") != "Dockerfile") continue;
    return absl::StrSplit(entry.content, '\n', absl::SkipWhitespace());
  }
  return {};
}

// A RUN line in exec form runs as an exec would: FakeState::on_exec.
FakeRun RunStep(const FakeState& state, absl::string_view line) {
  absl::string_view words = line;
  if (!absl::ConsumePrefix(&words, "RUN [")) return {};
  FakeExecCall call;
  for (const absl::string_view word :
       absl::StrSplit(absl::StripSuffix(words, "]"), ',')) {
    call.request.add_cmd(std::string(absl::StripPrefix(
        absl::StripSuffix(absl::StripAsciiWhitespace(word), "\""), "\"")));
  }
  return state.on_exec(call);
}

void Build(FakeState& state, HttpExchange& exchange) {
  const std::vector<std::string> lines = DockerfileLines(exchange.Body());
  if (lines.empty()) {
    return RespondError(exchange, 500,
                        "Cannot locate specified Dockerfile: Dockerfile");
  }
  exchange.StartStream(200, {{"Content-Type", "application/json"}});
  for (size_t i = 0; i < lines.size(); ++i) {
    WriteOutput(exchange, absl::StrCat("Step ", i + 1, "/", lines.size(), " : ",
                                       lines[i], "\n"));
    const FakeRun run = RunStep(state, lines[i]);
    WriteOutput(exchange, absl::StrCat(run.stdout_text, run.stderr_text));
    if (run.exit_code != 0) {
      return WriteError(
          exchange,
          absl::StrCat("The command '", lines[i].substr(4),
                       "' returned a non-zero code: ", run.exit_code));
    }
  }
  FakeImage image = {.reference = exchange.request().Query("t"),
                     .labels = LabelsOf(lines, QueryMap(exchange, "buildargs")),
                     .tar = exchange.Body()};
  for (const auto& [key, value] : QueryMap(exchange, "labels")) {
    image.labels[key] = value;
  }
  WriteOutput(exchange, "Successfully built\n");
  const absl::MutexLock lock(&state.mutex);
  state.Add(std::move(image));
}

}  // namespace

void AddImageRoutes(FakeState& state, FakeRouter& router) {
  router.Add("GET", "/images/json", [&state](HttpExchange& exchange, auto&) {
    List(state, exchange);
  });
  router.Add("POST", "/images/create", [&state](HttpExchange& exchange, auto&) {
    Import(state, exchange);
  });
  router.Add("POST", "/build", [&state](HttpExchange& exchange, auto&) {
    Build(state, exchange);
  });
  router.Add("GET", "/images/(.+)/json",
             [&state](HttpExchange& exchange, auto& reference) {
               Inspect(state, exchange, reference);
             });
  router.Add("DELETE", "/images/(.+)",
             [&state](HttpExchange& exchange, auto& reference) {
               Remove(state, exchange, reference);
             });
}

}  // namespace minidcos
