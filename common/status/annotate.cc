#include "common/status/annotate.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

constexpr char kOutputPayload[] = "minidcos/output";

absl::Status Copy(const absl::Status& from, absl::StatusCode code,
                  absl::string_view message) {
  absl::Status to(code, message);
  from.ForEachPayload([&to](absl::string_view type, const absl::Cord& payload) {
    to.SetPayload(type, payload);
  });
  return to;
}

}  // namespace

absl::Status Annotate(const absl::Status& status, absl::string_view context) {
  if (status.ok()) return status;
  return Copy(status, status.code(),
              absl::StrCat(context, ": ", status.message()));
}

absl::Status WithCode(const absl::Status& status, absl::StatusCode code) {
  if (status.ok()) return status;
  return Copy(status, code, status.message());
}

absl::Status NotOfTheArguments(const absl::Status& status) {
  if (absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
      absl::IsAlreadyExists(status)) {
    return WithCode(status, absl::StatusCode::kFailedPrecondition);
  }
  return status;
}

absl::Status WithMessage(const absl::Status& status,
                         absl::string_view message) {
  if (status.ok()) return status;
  return Copy(status, status.code(), message);
}

void SetOutput(absl::Status& status, absl::string_view output) {
  status.SetPayload(kOutputPayload, absl::Cord(output));
}

std::string GetOutput(const absl::Status& status) {
  return std::string(status.GetPayload(kOutputPayload).value_or(absl::Cord()));
}

}  // namespace minidcos
