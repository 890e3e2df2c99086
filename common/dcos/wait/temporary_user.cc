#include "common/dcos/wait/temporary_user.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/random_id.h"
#include "common/dcos/output_tail.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kShownLines = 5;

// Everything before the last line, and that line.
std::pair<std::string, std::string> SplitAtLastLine(const std::string& text) {
  const size_t end = text.rfind('\n');
  if (end == std::string::npos) return {"", text};
  return {text.substr(0, end), text.substr(end + 1)};
}

// The body goes through the environment and a pipe: the password is in nobody's
// argv. Prints the answer's body, and its status on a line of its own.
constexpr char kCurl[] =
    R"(printf %s "$BODY" | curl --silent --show-error --max-time 5 \
  --request "$1" ${BODY:+--header Content-Type:application/json --data @-} \
  --write-out '\n%{http_code}' "http://127.0.0.1:8101/acs/api/v1/users/$2")";

// OK if the answer's status is of 2xx, or is `tolerated`.
absl::Status Request(const Context& ctx, const Node& master,
                     const std::string& method, const std::string& user,
                     const std::string& body, absl::string_view tolerated) {
  ASSIGN_OR_RETURN(
      const CommandResult result,
      master.Run(ctx, {.argv = {"/bin/sh", "-c", kCurl, "sh", method, user},
                       .environment = {{"BODY", body}}}));
  const std::pair<std::string, std::string> answer =
      SplitAtLastLine(result.stdout_text);
  const std::string& status = answer.second;
  if (absl::StartsWith(status, "2") || status == tolerated) {
    return absl::OkStatus();
  }
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat(master.reference(), ": the identity service answers ",
                   status.empty() || status == "000" ? "nothing" : status,
                   " to ", method, " of user '", user, "'"));
  SetOutput(failed, OutputTail(answer.first, result.stderr_text, kShownLines,
                               absl::StrCat(master.reference(), ": ")));
  return failed;
}

}  // namespace

TemporaryUser::TemporaryUser(const Node& master)
    : master_(master),
      name_(absl::StrCat("minidcos-wait-", RandomHex(12))),
      password_(RandomHex(32)) {}

std::string TemporaryUser::Credentials() const {
  return absl::StrCat(R"({"uid": ")", name_, R"(", "password": ")", password_,
                      R"("})");
}

absl::Status TemporaryUser::Create(const Context& ctx) const {
  // 409: a request whose answer was lost has made it.
  return Request(
      ctx, master_, "PUT", name_,
      absl::StrCat(R"({"description": "minidcos wait", "password": ")",
                   password_, R"("})"),
      "409");
}

absl::Status TemporaryUser::Delete(const Context& ctx) const {
  return Request(ctx, master_, "DELETE", name_, "", "404");
}

}  // namespace minidcos
