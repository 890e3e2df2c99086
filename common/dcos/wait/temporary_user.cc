#include "common/dcos/wait/temporary_user.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/random_id.h"
#include "common/base/temporary_folder.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/output_tail.h"
#include "common/dcos/wait/node_road.h"
#include "common/http/http_message.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kShownLines = 5;

constexpr char kUsers[] = "http://127.0.0.1:8101/acs/api/v1/users";

// The body of an answer whose status is of 2xx, or is `tolerated`.
absl::StatusOr<std::string> Ask(const Context& ctx, const Node& master,
                                const HttpRequest& request, int tolerated) {
  const absl::StatusOr<HttpResponse> response =
      NodeRoad(master, "").Send(ctx, request);
  RETURN_IF_ERROR(Annotate(
      response.status(), absl::StrCat(master.reference(), ": ", request.url)));
  if (response->Succeeded() || response->status == tolerated) {
    return response->body;
  }
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat(master.reference(), ": ", request.method, " ", request.url,
                   " answers ", response->status));
  SetOutput(failed, OutputTail(response->body, "", kShownLines));
  return failed;
}

absl::Status Send(const Context& ctx, const Node& master,
                  const HttpRequest& request, int tolerated) {
  return Ask(ctx, master, request, tolerated).status();
}

absl::Status DeleteUser(const Context& ctx, const Node& master,
                        const std::string& name) {
  return Send(ctx, master,
              {.method = "DELETE", .url = absl::StrCat(kUsers, "/", name)},
              404);
}

}  // namespace

TemporaryUser::TemporaryUser()
    : name_(TemporaryName("wait")), password_(RandomHex(32)) {}

std::string TemporaryUser::Credentials() const {
  return absl::StrCat(R"({"uid": ")", name_, R"(", "password": ")", password_,
                      R"("})");
}

absl::Status TemporaryUser::Create(const Context& ctx,
                                   const Node& master) const {
  HttpRequest request = {.method = "PUT",
                         .url = absl::StrCat(kUsers, "/", name_)};
  request.headers = {{"Content-Type", "application/json"}};
  request.body = absl::StrCat(
      R"({"description": "minidcos wait", "password": ")", password_, R"("})");
  // 409: a request whose answer was lost has made it.
  return Send(ctx, master, request, 409);
}

absl::Status TemporaryUser::Delete(const Context& ctx,
                                   const Node& master) const {
  return DeleteUser(ctx, master, name_);
}

absl::Status RemoveAbandonedUsers(const Context& ctx, const Node& master) {
  ASSIGN_OR_RETURN(const std::string answer,
                   Ask(ctx, master, {.method = "GET", .url = kUsers}, 0));
  dcos::Users users;
  RETURN_IF_ERROR(
      Annotate(ParseJson(answer, users),
               absl::StrCat(master.reference(), ": the list of users")));
  for (const dcos::Users::User& user : users.users()) {
    if (!IsAbandonedName(user.uid())) continue;
    RETURN_IF_ERROR(DeleteUser(ctx, master, user.uid()));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
