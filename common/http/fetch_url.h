// Small files from the network, as fetch_options.h says.

#ifndef MINIDCOS_COMMON_HTTP_FETCH_URL_H_
#define MINIDCOS_COMMON_HTTP_FETCH_URL_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"

namespace minidcos {

// Called with the number of bytes that have come so far.
using FetchProgress = std::function<void(int64_t)>;

// What is at `url`, of the scheme http, https or file, whole in memory; at most
// `max_bytes`. kNotFound if the server says so; kUnavailable, with the bare
// cause, for all else that keeps it from us: no answer for a minute, another
// HTTP status than 200, too many bytes; ctx.Check() as soon as `ctx` ends.
absl::StatusOr<std::string> FetchUrl(const Context& ctx, const std::string& url,
                                     int64_t max_bytes,
                                     const FetchProgress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_FETCH_URL_H_
