// What users say of DC/OS's configuration, as it arrives: by the installer in a
// node, whose inputs come from here over the transport.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/dcos/sync/fake_checkout.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/sample_dcos/tls/test_certificates.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr char kInstaller[] = "testing/sample_dcos/dcos_generate_config.ee.sh";
constexpr char kCustomKey[] = "/var/lib/dcos/pki/tls/CA/private/custom_ca.key";
constexpr char kIpDetect[] = "#!/bin/sh\n# Mine.\nhostname -i\n";

class Configuration : public E2eTest {
 protected:
  std::string Write(const std::string& name, absl::string_view content) const {
    const std::filesystem::path file = absl::StrCat(extra_.path(), "/", name);
    std::filesystem::create_directories(file.parent_path());
    EXPECT_THAT(WriteFile(file.string(), content, 0600), IsOk());
    return file.string();
  }

  // An authority's certificates in a sub-folder, and a script.
  void WriteGenconfDir() const {
    ASSERT_THAT(MakeFolder(made_, 0700), IsOk());
    ASSERT_THAT(sample::MakeTestCertificates(made_), IsOk());
    for (const char* name : {"middle.crt", "middle.key", "root.crt"}) {
      Write(absl::StrCat("genconf/pki/", name),
            *ReadFile(absl::StrCat(made_, "/", name)));
    }
    Write("genconf/ip-detect", kIpDetect);
  }

  // The output of a command on the master, which must succeed.
  std::string OnMaster(const std::vector<std::string>& words) const {
    const ToolResult ran = Run("exec", words);
    EXPECT_EQ(ran.exit_code, 0) << ran;
    return ran.out;
  }

  // That tests of open DC/OS come beside enterprise's own, and no bootstrap
  // code.
  void ExpectOpenTestsBeside() const {
    FakeCheckout checkout;
    checkout.Write(FakeCheckout::Tests("test_open.py"),
                   "from util.open import it\n"
                   "def test_it():\n    assert it\n");
    checkout.Write(FakeCheckout::Tests("util/open.py"), "it = True\n");
    checkout.Write(FakeCheckout::Bootstrap("open.py"), "");
    const ToolResult synced = Run("sync", {checkout.path()});
    EXPECT_EQ(synced.exit_code, 0) << synced;
    const ToolResult passed =
        Run("exec", {"--test-env", "pytest", "open_source_tests/test_open.py"});
    EXPECT_EQ(passed.exit_code, 0) << passed;
    EXPECT_THAT(
        OnMaster({"find", "-L", "/opt/mesosphere/active", "-name", "open.py"}),
        EndsWith("dcos-integration-test/util/open.py\n"));
  }

  // Beside the tools' temporary folder, which has to be empty at the end.
  const ScopedFolder extra_ =
      *ScopedFolder::Make("/tmp", "minidcos-e2e-extra-");
  const std::string made_ = extra_.path() + "/made";
};

TEST_F(Configuration, ArrivesWithFoldersAnAuthorityAndNoPassword) {
  WriteGenconfDir();
  const std::string config =
      Write("config",
            "ca_certificate_path: genconf/pki/middle.crt\n"
            "ca_certificate_key_path: genconf/pki/middle.key\n"
            "ca_certificate_chain_path: genconf/pki/root.crt\n"
            "cluster_name: mine\n");
  ASSERT_EQ(setenv("MINIDCOS_SUPERUSER_PASSWORD", "n0t-shown", 1), 0);
  ASSERT_EQ(setenv("DCOS_LICENSE_KEY_PATH",
                   Write("license", "a license\n").c_str(), 1),
            0);

  const ToolResult created =
      Run("create",
          {RunfilePath(kInstaller), "--agents=0", "--public-agents=0",
           "--genconf-on=node", "--security-mode=strict", "--extra-config",
           config, "--genconf-dir", extra_.path() + "/genconf",
           "--copy-to-master", absl::StrCat(made_, "/middle.key:", kCustomKey),
           "--resolver=10.9.8.7:53", "--wait-for-dcos", "--timeout=5m"});

  ASSERT_EQ(created.exit_code, 0) << created;
  EXPECT_EQ(OnMaster({"cat", "/opt/mesosphere/bin/detect_ip"}), kIpDetect);
  const std::string full =
      OnMaster({"cat", "/opt/mesosphere/etc/expanded.config.full.json"});
  for (const char* part : {"\"mine\"", "10.9.8.7:53", "\"strict\"",
                           "$6$rounds=656000$", "a license"}) {
    EXPECT_THAT(full, HasSubstr(part));
  }
  const ToolResult found =
      Run("exec", {"grep", "-rlF", "n0t-shown", "/opt", "/etc", "/var/lib/dcos",
                   "/var/log", "/root", "/tmp"});
  EXPECT_EQ(found.exit_code, 1) << found;
  ExpectOpenTestsBeside();
}

}  // namespace
}  // namespace minidcos
