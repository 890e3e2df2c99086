#include "common/dcos/config/extra_config.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/dcos/config/config.h"
#include "common/dcos/config/user_file.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"
#include "yaml-cpp/yaml.h"

namespace minidcos {
namespace {

// No configuration comes near these; an alias that holds itself, or a few that
// multiply, would go past anything.
constexpr int kMaxDepth = 100;
constexpr size_t kMaxValueSize = size_t{1} << 20;

absl::Status ErrorAt(const YAML::Mark& mark, absl::string_view message) {
  return absl::InvalidArgumentError(absl::StrCat(
      "line ", mark.line + 1, ", column ", mark.column + 1, ": ", message));
}

absl::Status CheckKeys(const YAML::Node& map) {
  std::set<std::string> seen;
  for (const auto& entry : map) {
    const YAML::Node& key = entry.first;
    if (!key.IsScalar()) return ErrorAt(key.Mark(), "a key must be a scalar");
    if (!seen.insert(key.Scalar()).second) {
      return ErrorAt(key.Mark(),
                     absl::StrCat("duplicate key '", key.Scalar(), "'"));
    }
  }
  return absl::OkStatus();
}

bool IsPlain(const YAML::Node& node, const RE2& form) {
  return node.IsScalar() && node.Tag() == "?" &&
         RE2::FullMatch(node.Scalar(), form);
}

// The installer makes JSON of lists and maps, which has no dates.
bool IsDate(const YAML::Node& node) {
  static const RE2& form =
      *new RE2(R"(\d{4}-\d\d-\d\d|)"
               R"(\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d.*)");
  return IsPlain(node, form);
}

// As the installer's YAML 1.1 has them: 1e3 and 1.0e3 are none.
bool IsFloat(const YAML::Node& node) {
  static const RE2& form =
      *new RE2(R"([-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|)"
               R"([-+]?\.[\d_]+(?:[eE][-+]\d+)?|)"
               R"([-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|)"
               R"([-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))");
  return IsPlain(node, form) || node.Tag() == "tag:yaml.org,2002:float";
}

// What stands behind a key at the top, where the installer takes fewer types.
absl::Status CheckType(const YAML::Node& key, const YAML::Node& value) {
  if (!value.IsNull() && !IsFloat(value)) return absl::OkStatus();
  return ErrorAt(key.Mark(),
                 absl::StrCat("the value of '", key.Scalar(), "' is ",
                              value.IsNull() ? "null" : "a float",
                              ", which the DC/OS installer does not take; a "
                              "string has quotes"));
}

// yaml-cpp's own output of a node would turn a quoted "false" into a plain one,
// hence the walk. A quoted scalar has the tag "!", a plain one "?".
absl::Status Emit(const YAML::Node& node, int depth, YAML::Emitter& yaml) {
  if (depth > kMaxDepth || yaml.size() > kMaxValueSize) {
    return ErrorAt(node.Mark(), "too big: an alias may hold itself");
  }
  if (const std::string& tag = node.Tag();
      !tag.empty() && tag != "?" && tag != "!") {
    yaml << YAML::VerbatimTag(tag);
  }
  if (node.IsMap()) {
    RETURN_IF_ERROR(CheckKeys(node));
    yaml << YAML::Flow << YAML::BeginMap;
    for (const auto& entry : node) {
      yaml << YAML::Key;
      RETURN_IF_ERROR(Emit(entry.first, depth + 1, yaml));
      yaml << YAML::Value;
      RETURN_IF_ERROR(Emit(entry.second, depth + 1, yaml));
    }
    yaml << YAML::EndMap;
  } else if (node.IsSequence()) {
    yaml << YAML::Flow << YAML::BeginSeq;
    for (const YAML::Node& item : node) {
      RETURN_IF_ERROR(Emit(item, depth + 1, yaml));
    }
    yaml << YAML::EndSeq;
  } else if (node.IsNull()) {
    yaml << YAML::Null;
  } else if (IsDate(node)) {
    return ErrorAt(node.Mark(),
                   "a date, which the DC/OS installer does not take; a string "
                   "has quotes");
  } else {
    if (node.Tag() == "!") yaml << YAML::DoubleQuoted;
    yaml << node.Scalar();
  }
  return absl::OkStatus();
}

absl::Status CheckUtf8(absl::string_view text) {
  // A dot is one valid character of UTF-8.
  static const RE2& valid = *new RE2("(?s).*");
  re2::StringPiece rest(text.data(), text.size());
  RE2::Consume(&rest, valid);
  if (rest.empty()) return absl::OkStatus();
  const absl::string_view before = text.substr(0, text.size() - rest.size());
  YAML::Mark mark;
  mark.line = std::count(before.begin(), before.end(), '\n');
  mark.column = before.size() - (before.rfind('\n') + 1);
  return ErrorAt(mark, "not UTF-8");
}

absl::StatusOr<DcosConfig> Parse(absl::string_view text) {
  RETURN_IF_ERROR(CheckUtf8(text));
  const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
  if (documents.empty() || documents[0].IsNull()) return DcosConfig();
  if (documents.size() > 1) {
    return ErrorAt(documents[1].Mark(), "a second YAML document begins");
  }
  const YAML::Node& map = documents[0];
  if (!map.IsMap()) {
    return ErrorAt(map.Mark(),
                   absl::StrCat("not a valid DC/OS configuration: a ",
                                map.IsSequence() ? "list" : "scalar",
                                " where a map is expected"));
  }
  RETURN_IF_ERROR(CheckKeys(map));
  DcosConfig config;
  for (const auto& entry : map) {
    // It would count after the defaults that it is to replace.
    if (entry.first.Scalar() == "<<") {
      return ErrorAt(entry.first.Mark(), "a merge key, which cannot be taken");
    }
    RETURN_IF_ERROR(CheckType(entry.first, entry.second));
    YAML::Emitter yaml;
    RETURN_IF_ERROR(Emit(entry.second, 0, yaml));
    config[entry.first.Scalar()] = yaml.c_str();
  }
  return config;
}

}  // namespace

absl::StatusOr<DcosConfig> ParseExtraConfig(absl::string_view yaml,
                                            absl::string_view name) {
  absl::StatusOr<DcosConfig> config;
  // yaml-cpp reports errors by exceptions: they end here.
  try {
    config = Parse(yaml);
  } catch (const YAML::Exception& error) {
    config = ErrorAt(error.mark, error.msg);
  }
  if (config.ok()) return config;
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "', ", config.status().message()));
}

absl::StatusOr<DcosConfig> ReadExtraConfig(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadUserFile(path));
  return ParseExtraConfig(text, path);
}

}  // namespace minidcos
