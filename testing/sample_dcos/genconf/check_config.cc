#include "testing/sample_dcos/genconf/check_config.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/embedded_file.h"
#include "common/status/status_macros.h"
#include "google/protobuf/struct.pb.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/templates.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

using ::google::protobuf::Struct;
using ::google::protobuf::Value;
using Names = std::set<std::string>;

constexpr char kBadName[] =
    "Check name must be a nonzero length string with no whitespace";

std::string Get(const Arguments& arguments, const std::string& key) {
  const auto found = arguments.find(key);
  return found == arguments.end() ? "" : found->second;
}

absl::StatusOr<CheckConfig> BuiltInChecks(const Arguments& arguments) {
  absl::string_view json;
  for (const EmbeddedFile& file : Templates()) {
    if (absl::EndsWith(file.path, "dcos-check-config.json")) {
      json = file.content;
    }
  }
  ASSIGN_OR_RETURN(CheckConfig config, FromJson<CheckConfig>(json));
  if (Get(arguments, "check_time") == "true") {
    CheckConfig::Check& check =
        (*config.mutable_node_checks()->mutable_checks())["clock_sync"];
    check.set_description("System clock is in sync.");
    check.add_cmd("/opt/mesosphere/bin/dcos-checks");
    check.add_cmd("time");
    check.set_timeout("5s");
    config.mutable_node_checks()->add_poststart("clock_sync");
  }
  return config;
}

bool IsName(absl::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isspace(static_cast<unsigned char>(c));
  });
}

// A number, which may have a fraction, and a unit.
bool IsTimeout(absl::string_view text) {
  const auto skip_digits = [&text] {
    size_t digits = 0;
    while (digits < text.size() &&
           absl::ascii_isdigit(static_cast<unsigned char>(text[digits]))) {
      ++digits;
    }
    text.remove_prefix(digits);
    return digits > 0;
  };
  if (!skip_digits()) return false;
  if (absl::StartsWith(text, ".")) {
    text.remove_prefix(1);
    if (!skip_digits()) return false;
  }
  const std::set<absl::string_view> units = {"ns", "us", "\u00b5s", "ms",
                                             "s",  "m",  "h"};
  return units.count(text) > 0;
}

bool IsListOf(const Value& value, bool (*is_item)(absl::string_view)) {
  return value.has_list_value() &&
         std::all_of(
             value.list_value().values().begin(),
             value.list_value().values().end(), [is_item](const Value& item) {
               return item.has_string_value() && is_item(item.string_value());
             });
}

std::string FaultIn(const Value& value, const std::string& field) {
  if (field == "description") {
    return value.has_string_value() ? "" : "'description' should be a string";
  }
  if (field == "cmd") {
    return IsListOf(value, [](absl::string_view) { return true; })
               ? ""
               : "'cmd' should be a list of strings";
  }
  if (field == "timeout") {
    return value.has_string_value() && IsTimeout(value.string_value())
               ? ""
               : "Timeout must be a string containing an integer or float "
                 "followed by a unit: ns, us, \u00b5s, ms, s, m, h";
  }
  if (field == "roles") {
    return IsListOf(value,
                    [](absl::string_view role) {
                      return role == "master" || role == "agent";
                    })
               ? ""
               : "roles must be a list containing master or agent or both";
  }
  return absl::StrCat("Wrong key '", field, "'");
}

// Puts the names of `checks`, one of the sections, into `names`.
std::string ReadChecks(const Value& checks, Names& names) {
  const auto& members = checks.struct_value().fields();
  if (members.empty()) return absl::StrCat("Missing key: ", kBadName);
  for (const auto& [name, check] : members) {
    if (!IsName(name)) return kBadName;
    const auto& fields = check.struct_value().fields();
    for (const char* field : {"cmd", "description", "timeout"}) {
      if (fields.count(field) > 0) continue;
      return absl::StrCat("Key '", name, "' error: Missing key: '", field, "'");
    }
    for (const auto& [field, value] : fields) {
      const std::string fault = FaultIn(value, field);
      if (!fault.empty()) {
        return absl::StrCat("Key '", name, "' error: ", fault);
      }
    }
    names.insert(name);
  }
  return "";
}

std::string ReadNodeChecks(const Struct& section, Names& names) {
  const auto& fields = section.fields();
  if (fields.count("checks") == 0) return "Missing key: 'checks'";
  std::string fault = ReadChecks(fields.at("checks"), names);
  if (!fault.empty()) return fault;
  Names used;
  for (const char* stage : {"prestart", "poststart"}) {
    if (fields.count(stage) == 0) continue;
    if (!IsListOf(fields.at(stage), &IsName)) return kBadName;
    for (const Value& item : fields.at(stage).list_value().values()) {
      used.insert(item.string_value());
    }
  }
  if (fields.count("prestart") == 0 && fields.count("poststart") == 0) {
    return "At least one of prestart or poststart must be defined in "
           "node_checks";
  }
  return used == names ? ""
                       : "All node checks must be referenced in either "
                         "prestart or poststart, or both";
}

// "Reserved `kind` check names: ..." of the `names` that `taken` has.
template <typename Checks>
std::string Clashes(absl::string_view kind, const Names& names,
                    const Checks& taken) {
  Names clashes;
  for (const std::string& name : names) {
    if (taken.count(name) > 0) clashes.insert(name);
  }
  return clashes.empty() ? ""
                         : absl::StrCat(" Reserved ", kind, " check names: ",
                                        absl::StrJoin(clashes, ", "), ".");
}

}  // namespace

std::string ValidateCustomChecks(const Arguments& arguments) {
  const std::string json = Get(arguments, "custom_checks");
  if (json.empty()) return "";
  const absl::StatusOr<Value> value = FromJson<Value>(json);
  if (!value.ok()) return absl::StrCat("Must be valid JSON. Got: ", json);
  if (!value->has_struct_value()) return "Must be a JSON dictionary.";
  Names cluster;
  Names node;
  for (const auto& [key, section] : value->struct_value().fields()) {
    std::string fault = absl::StrCat("Wrong key '", key, "'");
    if (key == "cluster_checks") fault = ReadChecks(section, cluster);
    if (key == "node_checks") {
      fault = ReadNodeChecks(section.struct_value(), node);
    }
    if (!fault.empty()) return absl::StrCat("Key '", key, "' error: ", fault);
  }
  const absl::StatusOr<CheckConfig> taken = BuiltInChecks(arguments);
  if (!taken.ok()) return std::string(taken.status().message());
  const std::string clashes =
      absl::StrCat(Clashes("cluster", cluster, taken->cluster_checks()),
                   Clashes("node", node, taken->node_checks().checks()));
  return clashes.empty()
             ? ""
             : absl::StrCat("Custom check names conflict with builtin checks.",
                            clashes);
}

absl::StatusOr<std::string> CheckConfigJson(const Arguments& arguments) {
  ASSIGN_OR_RETURN(CheckConfig config, BuiltInChecks(arguments));
  const std::string custom = Get(arguments, "custom_checks");
  if (!custom.empty()) {
    ASSIGN_OR_RETURN(const CheckConfig added, FromJson<CheckConfig>(custom));
    config.MergeFrom(added);
  }
  return absl::StrCat(Indent(ToJson(config), 2), "\n");
}

}  // namespace minidcos::sample
