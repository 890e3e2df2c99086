#include "common/base/json.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/utf8.h"
#include "google/protobuf/message.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/util/json_util.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

absl::StatusOr<std::string> Print(
    const google::protobuf::Message& message,
    const google::protobuf::util::JsonPrintOptions& options) {
  // Protobuf writes of its own accord to stderr what it does not like.
  const google::protobuf::LogSilencer silencer;
  // Its printer drops bytes that are not UTF-8 and says nothing; its parser
  // refuses them.
  const std::unique_ptr<google::protobuf::Message> copy(message.New());
  std::string json;
  if (!copy->ParseFromString(message.SerializeAsString()) ||
      !google::protobuf::util::MessageToJsonString(message, &json, options)
           .ok()) {
    return absl::InvalidArgumentError("text that is not UTF-8 is no JSON");
  }
  return json;
}

}  // namespace

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  return Print(message, {});
}

absl::StatusOr<std::string> ToPrettyJson(
    const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  absl::StatusOr<std::string> json = Print(message, options);
  // Protobuf indents by one space. A string holds no line end, so that every
  // line begins with indentation.
  if (json.ok()) {
    static const RE2& indentation = *new RE2("(?m)^( +)");
    RE2::GlobalReplace(&*json, indentation, R"(\1\1\1\1)");
  }
  return json;
}

absl::Status ParseJson(absl::string_view json,
                       google::protobuf::Message& message) {
  const google::protobuf::LogSilencer silencer;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &message,
      options);
  if (status.ok()) return absl::OkStatus();
  // Behind the first line is a piece of what it has read, whatever that is.
  const absl::string_view words(status.message().data(),
                                status.message().size());
  const absl::string_view line = words.substr(0, words.find('\n'));
  return absl::UnknownError(
      IsUtf8(line) ? absl::StrCat("not understood: ", line) : "not understood");
}

absl::Status ParseJsonArray(absl::string_view json,
                            google::protobuf::Message& message) {
  return ParseJson(absl::StrCat("{\"items\":", json, "}"), message);
}

}  // namespace minidcos
