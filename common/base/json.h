// JSON and Protobuf messages, by protobuf's JSON utilities.

#ifndef MINIDCOS_COMMON_BASE_JSON_H_
#define MINIDCOS_COMMON_BASE_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace minidcos {

// `message` as JSON on one line: fields that are not set, or empty and not
// `optional`, are left out. kInvalidArgument if a string in it is not UTF-8,
// which JSON cannot hold.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

// `message` as JSON for people and scripts: every field, in the order of its
// number, indented by 4 spaces, and a line end. kInvalidArgument as above.
absl::StatusOr<std::string> ToPrettyJson(
    const google::protobuf::Message& message);

// Reads `json`, an object, into `message`. What the message does not know is
// ignored; null is an empty list, an empty map or an unset field. kUnknown if
// it is not such JSON.
absl::Status ParseJson(absl::string_view json,
                       google::protobuf::Message& message);

// Reads an array, which is no message, into the field `items` of `message`.
absl::Status ParseJsonArray(absl::string_view json,
                            google::protobuf::Message& message);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_JSON_H_
