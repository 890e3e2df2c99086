#include "testing/sample_dcos/genconf/config_file.h"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/wire/json.h"

namespace minidcos::sample {
namespace {

// What YAML 1.1 takes an unquoted word for.
enum class Type { kString, kBool, kInt, kFloat, kNull };

bool IsTrue(absl::string_view word) {
  return absl::EqualsIgnoreCase(word, "true") ||
         absl::EqualsIgnoreCase(word, "yes") ||
         absl::EqualsIgnoreCase(word, "on");
}

bool IsFalse(absl::string_view word) {
  return absl::EqualsIgnoreCase(word, "false") ||
         absl::EqualsIgnoreCase(word, "no") ||
         absl::EqualsIgnoreCase(word, "off");
}

Type TypeOf(const YAML::Node& node) {
  if (node.IsNull()) return Type::kNull;
  if (node.Tag() == "!") return Type::kString;  // quoted
  const std::string& word = node.Scalar();
  if (IsTrue(word) || IsFalse(word)) return Type::kBool;
  int64_t integer = 0;
  if (absl::SimpleAtoi(word, &integer)) return Type::kInt;
  double real = 0;
  if (absl::StrContains(word, '.') && absl::SimpleAtod(word, &real)) {
    return Type::kFloat;
  }
  return Type::kString;
}

std::string JsonOfScalar(const YAML::Node& node) {
  switch (TypeOf(node)) {
    case Type::kNull:
      return "null";
    case Type::kBool:
      return IsTrue(node.Scalar()) ? "true" : "false";
    case Type::kInt:
    case Type::kFloat:
      return node.Scalar();
    case Type::kString:
      break;
  }
  return JsonString(node.Scalar());
}

std::string Json(const YAML::Node& node) {
  std::vector<std::string> parts;
  if (node.IsSequence()) {
    for (const YAML::Node& item : node) parts.push_back(Json(item));
    return absl::StrCat("[", absl::StrJoin(parts, ", "), "]");
  }
  if (node.IsMap()) {
    for (const auto& member : node) {
      parts.push_back(absl::StrCat(JsonString(member.first.Scalar()), ": ",
                                   Json(member.second)));
    }
    return absl::StrCat("{", absl::StrJoin(parts, ", "), "}");
  }
  return JsonOfScalar(node);
}

absl::StatusOr<std::string> Stringify(const std::string& key,
                                      const YAML::Node& value) {
  if (value.IsSequence() || value.IsMap()) return Json(value);
  const Type type = TypeOf(value);
  if (type == Type::kNull || type == Type::kFloat) {
    return absl::InvalidArgumentError(absl::StrCat(
        "Invalid type for value of ", key, " in config. Got <class '",
        type == Type::kNull ? "NoneType" : "float",
        "'>, only list, dict, int, bool and str are possible."));
  }
  return type == Type::kString ? value.Scalar() : JsonOfScalar(value);
}

}  // namespace

absl::StatusOr<Arguments> ParseConfig(const std::string& yaml) {
  YAML::Node root;
  try {
    root = YAML::Load(yaml);
  } catch (const YAML::Exception& error) {  // yaml-cpp has no other way
    return absl::DataLossError(error.what());
  }
  if (!root.IsMap()) {
    return absl::InvalidArgumentError(
        "NotImplementedError: Parsed config.yaml isn't a mapping.");
  }
  Arguments arguments;
  for (const auto& member : root) {
    const std::string key = member.first.Scalar();
    ASSIGN_OR_RETURN(arguments[key], Stringify(key, member.second));
  }
  return arguments;
}

}  // namespace minidcos::sample
