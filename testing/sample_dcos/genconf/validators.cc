#include "testing/sample_dcos/genconf/validators.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
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

// As Python prints a value that is no string.
std::string PythonText(const Value& value) {
  if (value.has_bool_value()) return value.bool_value() ? "True" : "False";
  if (value.has_number_value()) return absl::StrCat(value.number_value());
  return value.has_null_value() ? "None" : ToJson(value);
}

// Reads a list of strings into `items`.
std::string ReadList(absl::string_view json, std::vector<std::string>& items) {
  const absl::StatusOr<Value> value = FromJson<Value>(json);
  if (!value.ok()) {
    return absl::StrCat(
        "Must be a JSON formatted list, but couldn't be parsed the given "
        "value `",
        json, "` as one because of: ", value.status().message());
  }
  if (!value->has_list_value()) {
    return absl::StrCat("Must be a JSON list. Got a ", PythonType(*value));
  }
  std::vector<std::string> others;
  for (const Value& item : value->list_value().values()) {
    if (item.has_string_value()) {
      items.push_back(item.string_value());
    } else {
      others.push_back(
          absl::StrCat(PythonText(item), " type ", PythonType(item)));
    }
  }
  return others.empty()
             ? ""
             : absl::StrCat(
                   "Items in list must be strings, got invalid values: ",
                   absl::StrJoin(others, ", "));
}

// Reads a list of strings, all different, into `items`.
std::string ReadSet(absl::string_view json, std::vector<std::string>& items) {
  std::string message = ReadList(json, items);
  if (!message.empty()) return message;
  const std::string duplicates = DuplicatesIn(items);
  return duplicates.empty()
             ? ""
             : absl::StrCat("List cannot contain duplicates: ", duplicates);
}

// "`what`: item, item" of the items that are as they must not be.
std::string Complain(absl::string_view what, std::vector<std::string> items,
                     const std::function<bool(const std::string&)>& is_good) {
  items.erase(std::remove_if(items.begin(), items.end(), is_good), items.end());
  return items.empty() ? "" : absl::StrCat(what, absl::StrJoin(items, ", "));
}

std::string ValidateIpv4Addresses(const std::vector<std::string>& items) {
  return Complain("Invalid IPv4 addresses in list: ", items, &IsIpv4);
}

bool IsNotSpartan(const std::string& ip) {
  return ip != "198.51.100.1" && ip != "198.51.100.2" && ip != "198.51.100.3";
}

}  // namespace

std::string ValidateAbsolutePath(absl::string_view path) {
  return absl::StartsWith(path, "/")
             ? ""
             : "Must be an absolute filesystem path starting with /";
}

std::string ValidateBootstrapUrl(absl::string_view url) {
  if (url.size() <= 1) {
    return "Should be a url (http://example.com/bar or "
           "file:///path/to/local/cache)";
  }
  return absl::EndsWith(url, "/") ? "Must not end in a '/'" : "";
}

std::string ValidateDnsSearch(absl::string_view domains) {
  if (absl::StrContains(domains, "\n")) return "Newlines are not allowed";
  if (absl::StrContains(domains, ",")) return "Commas are not allowed";
  if (domains.size() >= 256) return "Must be less than 256 characters long";
  const std::vector<absl::string_view> words =
      absl::StrSplit(domains, ' ', absl::SkipEmpty());
  return words.size() > 6 ? "Must contain no more than 6 domains" : "";
}

std::string ValidateInteger(absl::string_view value, int64_t low,
                            int64_t high) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(value, &number)) {
    return absl::StrCat("Must be an integer but got a str: ", value);
  }
  if (low <= number && number <= high) return "";
  return absl::StrCat("Must be between ", low, " and ", high, " inclusive");
}

std::string ValidateLogRetention(absl::string_view mebibytes) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(mebibytes, &number)) {
    return absl::StrCat("Must be an integer but got a str: ", mebibytes);
  }
  return number >= 1024 ? "" : "Must retain at least 1024 MB of logs";
}

std::string ValidateMasterList(absl::string_view json) {
  std::vector<std::string> items;
  std::string message = ReadSet(json, items);
  return message.empty() ? ValidateIpv4Addresses(items) : message;
}

std::string ValidateNumMasters(absl::string_view count) {
  int number = 0;
  if (absl::SimpleAtoi(count, &number) && number % 2 == 1 && number > 0 &&
      number <= 9) {
    return "";
  }
  return absl::StrCat("Must have 1, 3, 5, 7, or 9 masters. Found ", count);
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

std::string ValidatePublicKey(absl::string_view key) {
  const absl::string_view block = absl::StripAsciiWhitespace(key);
  return absl::StartsWith(block, "-----BEGIN PUBLIC KEY-----") &&
                 absl::EndsWith(block, "-----END PUBLIC KEY-----")
             ? ""
             : "Must be an RSA public key in PEM format.";
}

std::string ValidateResolvers(absl::string_view json) {
  std::vector<std::string> items;
  std::string message = ReadSet(json, items);
  if (!message.empty()) return message;
  for (std::string& item : items) {
    const size_t colon = item.rfind(':');
    if (colon == std::string::npos) continue;
    message = ValidateInteger(item.substr(colon + 1), 1, 65535);
    if (!message.empty()) return message;
    item.erase(colon);
  }
  message = ValidateIpv4Addresses(items);
  return message.empty()
             ? Complain("Spartan addresses found in `resolvers`: ", items,
                        &IsNotSpartan)
             : message;
}

std::string ValidateTrueFalse(absl::string_view value) {
  return ValidateOneOf(value, {"true", "false"});
}

}  // namespace minidcos::sample
