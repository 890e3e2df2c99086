// From what the user configured to everything that is configured: defaults,
// computed values, and every error at once.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RESOLVE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RESOLVE_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "testing/sample_dcos/genconf/config_file.h"

namespace minidcos::sample {

// What an installer installs.
struct Release {
  // Such as "2.1.0-sample".
  std::string version;
  std::string image_commit;
  std::string bootstrap_id;
  // As `--version` prints it: empty for the open variant, `ee` for the
  // enterprise one.
  std::string variant;
  // `name--version`, without the generated ones.
  std::vector<std::string> package_ids;
};

struct Resolution {
  // Of the user.
  Arguments user;
  // Everything, `config_id` included, which differs where anything differs.
  // Only meaningful without errors.
  Arguments arguments;
  // Key to message.
  std::map<std::string, std::string> errors;
};

// `read_file` reads a path relative to the folder that holds genconf/.
Resolution Resolve(
    const Arguments& user, const Release& release,
    const std::function<absl::StatusOr<std::string>(const std::string&)>&
        read_file);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RESOLVE_H_
