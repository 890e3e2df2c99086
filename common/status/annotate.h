// Context for an error, added once per layer, outermost first:
//
//   creating node 'x.master-0': no such image 'y'

#ifndef MINIDCOS_COMMON_STATUS_ANNOTATE_H_
#define MINIDCOS_COMMON_STATUS_ANNOTATE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// `status` with "<context>: " before its message; its code and payloads stay.
// An OK status stays OK.
absl::Status Annotate(const absl::Status& status, absl::string_view context);

// `status` with another code, for a layer that knows better what the caller can
// do about it; its message and payloads stay. An OK status stays OK.
absl::Status WithCode(const absl::Status& status, absl::StatusCode code);

// `status` for a layer where nothing that the user has named can be wrong or
// missing: kInvalidArgument, kNotFound and kAlreadyExists, which would be about
// the tool's arguments, become kFailedPrecondition.
absl::Status NotOfTheArguments(const absl::Status& status);

// `status` with another message; its code and payloads stay. An OK status stays
// OK.
absl::Status WithMessage(const absl::Status& status, absl::string_view message);

// The tail of what a failed command printed travels with its status and is
// shown by the program's exit path (common/cli).
void SetOutput(absl::Status& status, absl::string_view output);

// What SetOutput stored, or empty.
std::string GetOutput(const absl::Status& status);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_STATUS_ANNOTATE_H_
