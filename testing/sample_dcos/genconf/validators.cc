#include "testing/sample_dcos/genconf/validators.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"
#include "testing/sample_dcos/wire/json.h"

namespace minidcos::sample {
namespace {

using ::google::protobuf::Value;

bool IsIpv4(const std::string& text) {
  in_addr address;
  return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

// The type that Python's json module makes of `value`.
absl::string_view PythonType(const Value& value) {
  switch (value.kind_case()) {
    case Value::kBoolValue:
      return "bool";
    case Value::kNumberValue:
      return "int";
    case Value::kStringValue:
      return "str";
    case Value::kStructValue:
      return "dict";
    case Value::kListValue:
      return "list";
    default:
      return "NoneType";
  }
}

std::string DuplicatesIn(const std::vector<std::string>& items) {
  std::map<std::string, int> counts;
  for (const std::string& item : items) ++counts[item];
  std::vector<std::string> duplicates;
  for (const auto& [item, count] : counts) {
    if (count > 1) {
      duplicates.push_back(absl::StrCat(item, " appears ", count, " times"));
    }
  }
  return absl::StrJoin(duplicates, ", ");
}

}  // namespace

std::string ValidateBootstrapUrl(absl::string_view url) {
  if (url.size() <= 1) {
    return "Should be a url (http://example.com/bar or "
           "file:///path/to/local/cache)";
  }
  return absl::EndsWith(url, "/") ? "Must not end in a '/'" : "";
}

std::string ValidateOneOf(absl::string_view value,
                          std::vector<std::string> allowed) {
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) {
    return "";
  }
  for (std::string& option : allowed) option = absl::StrCat("'", option, "'");
  return absl::StrCat("Must be one of ", absl::StrJoin(allowed, ", "),
                      ". Got '", value, "'.");
}

std::string ValidateMasterList(absl::string_view json) {
  const absl::StatusOr<Value> value = FromJson<Value>(json);
  if (!value.ok()) {
    return absl::StrCat(
        "Must be a JSON formatted list, but couldn't be parsed the given "
        "value `",
        json, "` as one because of: ", value.status().message());
  }
  if (!value->has_list_value()) {
    return absl::StrCat("Must be a JSON list. Got a <class '",
                        PythonType(*value), "'>");
  }
  const absl::StatusOr<std::vector<std::string>> items = ParseJsonStrings(json);
  if (!items.ok()) return "Items in list must be strings";
  const std::string duplicates = DuplicatesIn(*items);
  if (!duplicates.empty()) {
    return absl::StrCat("List cannot contain duplicates: ", duplicates);
  }
  std::vector<std::string> invalid = *items;
  invalid.erase(std::remove_if(invalid.begin(), invalid.end(), IsIpv4),
                invalid.end());
  return invalid.empty() ? ""
                         : absl::StrCat("Invalid IPv4 addresses in list: ",
                                        absl::StrJoin(invalid, ", "));
}

std::string ValidateNumMasters(int count) {
  if (count % 2 == 1 && count <= 9) return "";
  return absl::StrCat("Must have 1, 3, 5, 7, or 9 masters. Found ", count);
}

}  // namespace minidcos::sample
