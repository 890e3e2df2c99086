// The user's own keys for config.yaml (`--extra-config FILE`).

#ifndef MINIDCOS_COMMON_DCOS_CONFIG_EXTRA_CONFIG_H_
#define MINIDCOS_COMMON_DCOS_CONFIG_EXTRA_CONFIG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/dcos/config/config.h"

namespace minidcos {

// Parses `yaml`, a YAML map; nothing at all, or comments alone, is an empty
// one. Values keep the types that their spelling gives them: a quoted "false"
// stays a string. Aliases are expanded. kInvalidArgument, with `name`, line and
// column, for anything else: a list, a scalar, several documents, a key given
// twice at any depth, a key that is no scalar, YAML that cannot be parsed, text
// that is not UTF-8, and values of types on which the installer fails: a key's
// value that is null or a float, a date at any depth. So is a merge key (<<) at
// the top.
absl::StatusOr<DcosConfig> ParseExtraConfig(absl::string_view yaml,
                                            absl::string_view name);

// The same for the file at `path`. kNotFound if there is none, kInvalidArgument
// if it cannot be read.
absl::StatusOr<DcosConfig> ReadExtraConfig(const std::string& path);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_CONFIG_EXTRA_CONFIG_H_
