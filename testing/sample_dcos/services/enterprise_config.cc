#include "testing/sample_dcos/services/enterprise_config.h"

#include <string>

#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

absl::StatusOr<EnterpriseConfig> ReadEnterpriseConfig() {
  ASSIGN_OR_RETURN(const std::string json,
                   ReadFile("/opt/mesosphere/etc/expanded.config.full.json"));
  return FromJson<EnterpriseConfig>(json);
}

}  // namespace minidcos::sample
