#include "common/cli/exit_code.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

struct Meaning {
  ExitCode code;
  absl::string_view text;
};

constexpr Meaning kMeanings[] = {
    {kExitDone, "done"},
    {kExitFailed, "it failed, or the answer is no"},
    {kExitUsage, "wrong usage or a bad value"},
    {kExitNotFound, "no such cluster, node, network or file"},
    {kExitAlreadyExists, "it already exists"},
    {kExitUnreachable,
     "the engine or a needed program cannot be reached or refuses"},
    {kExitTimedOut, "timed out"},
    {kExitBug, "a bug in the tool"},
};

}  // namespace

ExitCode ExitCodeOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return kExitDone;
    case absl::StatusCode::kInvalidArgument:
      return kExitUsage;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kAlreadyExists:
      return kExitAlreadyExists;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return kExitUnreachable;
    case absl::StatusCode::kDeadlineExceeded:
      return kExitTimedOut;
    case absl::StatusCode::kInternal:
      return kExitBug;
    default:
      return kExitFailed;
  }
}

std::string ExitCodesHelp(bool passes_exit_code) {
  std::string help;
  if (passes_exit_code) {
    absl::StrAppendFormat(&help, "  %-4s %s\n", "any", "the command's own");
    absl::StrAppendFormat(&help, "  %-4d %s\n", kExitOurFailure,
                          "minidcos itself failed");
    return help;
  }
  for (const Meaning& meaning : kMeanings) {
    absl::StrAppendFormat(&help, "  %-4d %s\n", meaning.code, meaning.text);
  }
  return help;
}

}  // namespace minidcos
