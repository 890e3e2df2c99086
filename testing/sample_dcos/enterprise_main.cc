// The program of the enterprise variant.

#include <string>
#include <vector>

#include "testing/sample_dcos/genconf/command_line.h"
#include "testing/sample_dcos/genconf/enterprise.h"
#include "testing/sample_dcos/programs.h"
#include "testing/sample_dcos/services/certificate_authority.h"
#include "testing/sample_dcos/services/enterprise_admin_router.h"
#include "testing/sample_dcos/services/enterprise_bouncer.h"

namespace minidcos::sample {
namespace {

using Arguments = std::vector<std::string>;

Programs EnterprisePrograms() {
  Programs programs = CommonPrograms();
  programs["adminrouter"] = [](const Arguments&) {
    return EnterpriseAdminRouterMain();
  };
  programs["bouncer"] = [](const Arguments&) {
    return EnterpriseBouncerMain();
  };
  programs["ca"] = [](const Arguments&) { return CertificateAuthorityMain(); };
  programs["installer"] = [](const Arguments& arguments) {
    return InstallerMain(arguments, &ResolveEnterprise);
  };
  return programs;
}

}  // namespace
}  // namespace minidcos::sample

int main(int argc, char** argv) {
  return minidcos::sample::RunProgram(minidcos::sample::EnterprisePrograms(),
                                      argc, argv);
}
