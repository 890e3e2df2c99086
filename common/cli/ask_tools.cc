#include "common/cli/ask_tools.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/base/own_path.h"
#include "common/base/subprocess.h"

namespace minidcos {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(2);

// The path of the program of that name beside this one, else the name.
std::string Beside(const std::string& name) {
  std::error_code error;
  const std::filesystem::path path = OwnPath().replace_filename(name);
  return std::filesystem::exists(path, error) ? path.string() : name;
}

std::string Ask(const Context& ctx, const EngineChoice& engine,
                const std::string& tool, std::vector<std::string> words) {
  words.insert(words.begin(), Beside(tool));
  if (!engine.host.empty())
    words.push_back(absl::StrCat("--host=", engine.host));
  if (!engine.context.empty()) {
    words.push_back(absl::StrCat("--context=", engine.context));
  }
  if (engine.allow_insecure) words.push_back("--allow-insecure-engine");
  const absl::StatusOr<SubprocessResult> result =
      RunSubprocess(ctx.WithTimeout(kPatience), words);
  return result.ok() && result->exit_code == 0 ? result->stdout_text : "";
}

}  // namespace

std::vector<std::string> AskForClusters(const Context& ctx,
                                        const EngineChoice& engine) {
  return absl::StrSplit(Ask(ctx, engine, "minidcos-list", {}), '\n',
                        absl::SkipEmpty());
}

std::vector<std::string> AskForNodes(const Context& ctx,
                                     const EngineChoice& engine,
                                     const std::string& cluster_id) {
  std::vector<std::string> references;
  const std::string json =
      Ask(ctx, engine, "minidcos-inspect", {"--cluster-id", cluster_id});
  // Of our own JSON, which has a line for each value.
  for (absl::string_view line : absl::StrSplit(json, '\n')) {
    line = absl::StripLeadingAsciiWhitespace(line);
    if (!absl::ConsumePrefix(&line, "\"e2e_reference\": \"")) continue;
    references.emplace_back(line.substr(0, line.find('"')));
  }
  return references;
}

}  // namespace minidcos
