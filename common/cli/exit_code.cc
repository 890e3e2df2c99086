#include "common/cli/exit_code.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
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

std::vector<ExitCodeMeaning> ExitCodeMeanings(bool passes_exit_code) {
  if (passes_exit_code) {
    return {{"any", "the command's own"},
            {absl::StrCat(kExitOurFailure), "minidcos itself failed"}};
  }
  std::vector<ExitCodeMeaning> meanings;
  for (const Meaning& meaning : kMeanings) {
    meanings.push_back({absl::StrCat(meaning.code), meaning.text});
  }
  return meanings;
}

std::string ExitCodesHelp(bool passes_exit_code) {
  std::string help;
  for (const ExitCodeMeaning& row : ExitCodeMeanings(passes_exit_code)) {
    absl::StrAppendFormat(&help, "  %-4s %s\n", row.code, row.text);
  }
  return help;
}

}  // namespace minidcos
