#include "common/dcos/wait/temporary_user.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/random_id.h"
#include "common/dcos/output_tail.h"
#include "common/dcos/wait/node_road.h"
#include "common/http/http_message.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kShownLines = 5;

// OK if the answer's status is of 2xx, or is `tolerated`.
absl::Status Send(const Context& ctx, const Node& master,
                  const HttpRequest& request, int tolerated) {
  const absl::StatusOr<HttpResponse> response =
      NodeRoad(master, "").Send(ctx, request);
  RETURN_IF_ERROR(Annotate(
      response.status(), absl::StrCat(master.reference(), ": ", request.url)));
  if (response->Succeeded() || response->status == tolerated) {
    return absl::OkStatus();
  }
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat(master.reference(), ": ", request.method, " ", request.url,
                   " answers ", response->status));
  SetOutput(failed, OutputTail(response->body, "", kShownLines));
  return failed;
}

}  // namespace

TemporaryUser::TemporaryUser()
    : name_(absl::StrCat("minidcos-wait-", RandomHex(12))),
      password_(RandomHex(32)) {}

std::string TemporaryUser::Credentials() const {
  return absl::StrCat(R"({"uid": ")", name_, R"(", "password": ")", password_,
                      R"("})");
}

absl::Status TemporaryUser::Create(const Context& ctx,
                                   const Node& master) const {
  HttpRequest request = Request("PUT");
  request.headers = {{"Content-Type", "application/json"}};
  request.body = absl::StrCat(
      R"({"description": "minidcos wait", "password": ")", password_, R"("})");
  // 409: a request whose answer was lost has made it.
  return Send(ctx, master, request, 409);
}

absl::Status TemporaryUser::Delete(const Context& ctx,
                                   const Node& master) const {
  return Send(ctx, master, Request("DELETE"), 404);
}

HttpRequest TemporaryUser::Request(const char* method) const {
  return {
      .method = method,
      .url = absl::StrCat("http://127.0.0.1:8101/acs/api/v1/users/", name_)};
}

}  // namespace minidcos
