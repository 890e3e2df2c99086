#include "common/dcos/wait/node_road.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/http/http_message.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// What is not known from the beginning is curl's configuration, on its standard
// input; the authorities, which curl wants as a file, are a pipe.
constexpr char kScript[] =
    R"(if [ -z "$1" ]; then exec curl --disable --config -; fi
exec curl --disable --config - --cacert /dev/fd/3 3<<END
$1
END)";

// A line of the configuration (https://curl.se/docs/manpage.html#-K), which is
// such that the curl of CentOS 7 understands it too.
std::string Option(absl::string_view name, absl::string_view value) {
  return absl::StrCat(name, " = \"",
                      absl::StrReplaceAll(value, {{"\\", "\\\\"},
                                                  {"\"", "\\\""},
                                                  {"\n", "\\n"},
                                                  {"\r", "\\r"},
                                                  {"\t", "\\t"}}),
                      "\"\n");
}

std::string CurlConfig(const HttpRequest& request, bool verify,
                       absl::Duration limit) {
  std::string config =
      "silent\nshow-error\ninclude\ngloboff\nnoproxy = \"*\"\n";
  if (!verify) absl::StrAppend(&config, "insecure\n");
  if (limit < absl::InfiniteDuration()) {
    absl::StrAppend(&config, "max-time = ", absl::ToInt64Seconds(limit) + 1,
                    "\n");
  }
  absl::StrAppend(&config, Option("url", request.url),
                  Option("request", request.method),
                  Option("header", "Expect:"));
  for (const auto& [name, value] : request.headers) {
    absl::StrAppend(&config, Option("header", absl::StrCat(name, ": ", value)));
  }
  if (!request.body.empty()) {
    absl::StrAppend(&config, Option("data", request.body));
  }
  return config;
}

// Of what curl prints: the head and the body.
HttpResponse ReadResponse(const std::string& output) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(output, absl::MaxSplits("\r\n\r\n", 1));
  HttpResponse response;
  for (const absl::string_view line : absl::StrSplit(parts.first, "\r\n")) {
    ParseHeadLine(line, response);
  }
  response.body = parts.second;
  return response;
}

}  // namespace

NodeRoad NodeRoad::WithoutVerifying(Node node) {
  NodeRoad road(std::move(node), "");
  road.verify_ = false;
  return road;
}

absl::StatusOr<HttpResponse> NodeRoad::Send(const Context& ctx,
                                            const HttpRequest& request) {
  std::string config = CurlConfig(request, verify_, ctx.Remaining());
  std::string output;
  std::string errors;
  const auto keep_in = [](std::string& text) {
    return [&text](absl::string_view piece) {
      absl::StrAppend(&text, piece);
      return absl::OkStatus();
    };
  };
  ASSIGN_OR_RETURN(
      const int exit_code,
      node_.Run(ctx,
                {.argv = {"/bin/sh", "-c", kScript, "sh", authorities_},
                 .has_input = true},
                keep_in(output), keep_in(errors), [&config](const Context&) {
                  return std::exchange(config, "");
                }));
  if (exit_code == 0) return ReadResponse(output);
  RETURN_IF_ERROR(ctx.Check());
  return absl::UnavailableError(absl::StripAsciiWhitespace(errors));
}

}  // namespace minidcos
