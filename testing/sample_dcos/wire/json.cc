#include "testing/sample_dcos/wire/json.h"

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/status/status_macros.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace minidcos::sample {

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only on what is no message of ours: a malformed well-known type.
  google::protobuf::util::MessageToJsonString(message, &json, options).ok();
  return json;
}

std::string Indent(absl::string_view json, int indent) {
  std::string out;
  int depth = 0;
  bool in_string = false;
  const auto break_line = [&] {
    absl::StrAppend(&out, "\n", std::string(depth * indent, ' '));
  };
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      out += c;
      if (c == '\\') out += json[++i];
      if (c == '"') in_string = false;
    } else if (c == '{' || c == '[') {
      out += c;
      if (json[i + 1] == '}' || json[i + 1] == ']') {
        out += json[++i];
        continue;
      }
      ++depth;
      break_line();
    } else if (c == '}' || c == ']') {
      --depth;
      break_line();
      out += c;
    } else {
      in_string = c == '"';
      out += c;
      if (c == ',') break_line();
      if (c == ':') out += ' ';
    }
  }
  return out;
}

std::string JsonString(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&quoted, "\\u%04x", c);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string JsonStrings(const std::vector<std::string>& items) {
  const std::string joined =
      absl::StrJoin(items, ", ", [](std::string* out, absl::string_view item) {
        out->append(JsonString(item));
      });
  return absl::StrCat("[", joined, "]");
}

std::string JsonObject(const std::map<std::string, std::string>& members) {
  const std::string joined =
      absl::StrJoin(members, ",\n", [](std::string* out, const auto& member) {
        absl::StrAppend(out, "  ", JsonString(member.first), ": ",
                        JsonString(member.second));
      });
  return absl::StrCat("{\n", joined, "\n}\n");
}

absl::StatusOr<std::vector<std::string>> ParseJsonStrings(
    absl::string_view json) {
  ASSIGN_OR_RETURN(const google::protobuf::ListValue list,
                   FromJson<google::protobuf::ListValue>(json));
  std::vector<std::string> items;
  for (const google::protobuf::Value& value : list.values()) {
    if (!value.has_string_value()) {
      return absl::InvalidArgumentError("not an array of strings");
    }
    items.push_back(value.string_value());
  }
  return items;
}

}  // namespace minidcos::sample
