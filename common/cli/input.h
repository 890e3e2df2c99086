// Standard input.

#ifndef MINIDCOS_COMMON_CLI_INPUT_H_
#define MINIDCOS_COMMON_CLI_INPUT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"

namespace minidcos {

// The next bytes on `fd`, at most 64 KiB, as soon as there are any; empty at
// its end. ctx.Check()'s status if it ends first.
absl::StatusOr<std::string> ReadPiece(const Context& ctx, int fd);

// The words on `fd` up to its end, separated by white space.
// ctx.Check()'s status if it ends first.
absl::StatusOr<std::vector<std::string>> ReadWords(const Context& ctx, int fd);

// `arguments` with each "-" replaced by the words on standard input.
absl::StatusOr<std::vector<std::string>> ExpandDash(
    const Context& ctx, const std::vector<std::string>& arguments);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_INPUT_H_
