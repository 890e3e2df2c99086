// What the sample DC/OS writes as JSON, in the layouts of the real one, beside
// what common/base/json.h can do.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_WIRE_JSON_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_WIRE_JSON_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/json.h"
#include "common/status/status_macros.h"
#include "google/protobuf/message.h"

namespace minidcos::sample {

// `message` on one line, fields of default values too.
std::string ToJson(const google::protobuf::Message& message);

// The message that ParseJson() reads, with its errors.
template <typename Message>
absl::StatusOr<Message> FromJson(absl::string_view json) {
  Message message;
  RETURN_IF_ERROR(ParseJson(json, message));
  return message;
}

// Pretty-printed as Go's and Python's libraries do it: `indent` spaces a level,
// ": " after a name. Empty arrays and objects stay on one line. `json` is valid
// and without spaces, as ToJson() makes it.
std::string Indent(absl::string_view json, int indent);

// `text` in quotes. Bytes that are no UTF-8 stay as they are.
std::string JsonString(absl::string_view text);

// An array of strings, as Python's json.dumps spaces it.
std::string JsonStrings(const std::vector<std::string>& items);

// An object of strings, one a line, sorted by name.
std::string JsonObject(const std::map<std::string, std::string>& members);

// The strings of an array. kUnknown if `json` is no array, kInvalidArgument if
// there is something else in it.
absl::StatusOr<std::vector<std::string>> ParseJsonStrings(
    absl::string_view json);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_WIRE_JSON_H_
