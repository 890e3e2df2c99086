// What a check says.

#ifndef MINIDCOS_COMMON_DOCTOR_FINDING_H_
#define MINIDCOS_COMMON_DOCTOR_FINDING_H_

#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace minidcos {

enum class Verdict {
  kOk,
  // Good to know; nothing fails because of it.
  kNote,
  // Something will fail for some clusters.
  kWarning,
  // No cluster can be made, or none with DC/OS.
  kError,
  // It could not be checked; `found` tells why.
  kUnknown,
};

// "ok", "note", "warning", "error" or "unknown".
inline absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return "ok";
    case Verdict::kNote:
      return "note";
    case Verdict::kWarning:
      return "warning";
    case Verdict::kError:
      return "error";
    case Verdict::kUnknown:
      break;
  }
  return "unknown";
}

// Texts in git's grammar: no capital at the beginning, no full stop at the end.
struct Finding {
  Verdict verdict = Verdict::kUnknown;
  // What was found, in one sentence.
  std::string found;
  // What to do about it; empty if nothing.
  std::string remedy;
};

inline Finding Ok(std::string found) {
  return {Verdict::kOk, std::move(found), ""};
}
inline Finding Note(std::string found, std::string remedy) {
  return {Verdict::kNote, std::move(found), std::move(remedy)};
}
inline Finding Warning(std::string found, std::string remedy) {
  return {Verdict::kWarning, std::move(found), std::move(remedy)};
}
inline Finding Error(std::string found, std::string remedy) {
  return {Verdict::kError, std::move(found), std::move(remedy)};
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_FINDING_H_
