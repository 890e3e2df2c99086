// JSON by Protobuf's mapping, and the two things it has no words for: a
// top-level array and a string of any bytes.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_WIRE_JSON_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_WIRE_JSON_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace minidcos::sample {

// `message` on one line, fields of default values too.
std::string ToJson(const google::protobuf::Message& message);

// Fills `message`; unknown fields are ignored. kInvalidArgument if `json` does
// not fit it.
absl::Status ParseJson(absl::string_view json,
                       google::protobuf::Message& message);

template <typename Message>
absl::StatusOr<Message> FromJson(absl::string_view json) {
  Message message;
  if (absl::Status status = ParseJson(json, message); !status.ok()) {
    return status;
  }
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

// The strings of an array. kInvalidArgument if `json` is anything else.
absl::StatusOr<std::vector<std::string>> ParseJsonStrings(
    absl::string_view json);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_WIRE_JSON_H_
