// From what the user configured to everything that is configured: defaults,
// computed values, and every error at once.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RESOLVE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RESOLVE_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "testing/sample_dcos/genconf/config_file.h"

namespace minidcos::sample {

struct Resolution;

// Reads a file by its path relative to the folder that holds genconf/.
using FileReader =
    std::function<absl::StatusOr<std::string>(const std::string& path)>;

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
  // What its variant asks and computes beyond the open one; empty for that one.
  std::function<void(const FileReader&, Resolution&)> resolve_more = nullptr;
};

struct Resolution {
  // Of the user.
  Arguments user;
  // Everything, `config_id` included, which differs where anything differs.
  // Only meaningful without errors.
  Arguments arguments;
  // Keys whose values only root may read on a node.
  std::set<std::string> secrets;
  // Key to message.
  std::map<std::string, std::string> errors;
};

Resolution Resolve(const Arguments& user, const Release& release,
                   const FileReader& read_file);

// Adds an error if the user has not set `key`.
void Require(const Arguments& user, const std::string& key,
             std::map<std::string, std::string>& errors);

// Adds an error if the user has set `key`, which only genconf sets.
void Refuse(const Arguments& user, const std::string& key,
            std::map<std::string, std::string>& errors);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RESOLVE_H_
