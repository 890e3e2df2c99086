// A cluster with DC/OS on an engine behind TLS. The engine is on this machine,
// and so sees its files, though its address does not say so.

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/cluster/image/node_image.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/real_engine/certificates.h"
#include "testing/real_engine/copy_image.h"
#include "testing/real_engine/private_engine.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The engine with the node image, and the folder with its certificates.
PrivateEngine* engine = nullptr;
ScopedFolder* certificates = nullptr;

class EngineBehindTls : public ::testing::Environment {
 public:
  void SetUp() override {
    const Context ctx = Context().WithTimeout(absl::Minutes(8));
    auto folder = ScopedFolder::Make("/tmp", "tls-engine-");
    ASSERT_THAT(folder, IsOk());
    certificates = new ScopedFolder(*std::move(folder));
    ASSERT_THAT(MakeCertificates(ctx, certificates->path(), "IP:127.0.0.1"),
                IsOk());
    auto started = PrivateEngine::Start(ctx, certificates->path());
    ASSERT_THAT(started, IsOk());
    engine = started->release();
    RealEngine& shared = RealEngine::Shared();
    const auto image = EnsureNodeImage(ctx, shared.client(), {}, NoProgress());
    ASSERT_THAT(image, IsOk());
    ASSERT_THAT(CopyImage(ctx, image->reference, shared.host(), engine->host()),
                IsOk());
  }
  void TearDown() override {
    delete engine;
    delete certificates;
  }
};

class TlsEngineTest : public E2eTest {
 protected:
  // Looks at the engine by its socket; the tools go by TLS.
  TlsEngineTest() : E2eTest(engine->host()) {}

  ToolResult RunByTls(const std::string& tool,
                      const std::vector<std::string>& words) const {
    std::vector<std::string> all = {"--host", engine->tls_host()};
    all.insert(all.end(), words.begin(), words.end());
    return Run(tool, all);
  }
};

TEST_F(TlsEngineTest, HoldsDcos) {
  setenv("DOCKER_TLS_VERIFY", "1", 1);
  setenv("DOCKER_CERT_PATH", temporary_folder().c_str(), 1);
  EXPECT_THAT(RunByTls("list", {}).err,
              AllOf(HasSubstr("no 'ca.pem'"), HasSubstr(temporary_folder())));
  setenv("DOCKER_CERT_PATH", certificates->path().c_str(), 1);
  const ToolResult made = RunByTls(
      "create", {RunfilePath("testing/sample_dcos/dcos_generate_config.sh"),
                 "--agents=1", "--public-agents=0", "--skip-http-checks"});
  ASSERT_EQ(made.exit_code, 0) << made;
  EXPECT_EQ(RunByTls("list", {}).out, id() + "\n");

  const std::string file = temporary_folder() + "/file";
  const std::string back = temporary_folder() + "/back";
  const std::string content(3000000, 'x');
  ASSERT_THAT(WriteFile(file, content, 0600), IsOk());
  const ToolResult sent = RunByTls("send-file", {file, "/root/file"});
  EXPECT_EQ(sent.exit_code, 0) << sent;
  const ToolResult size = RunByTls("exec", {"stat", "-c", "%s", "/root/file"});
  EXPECT_EQ(size.out, "3000000\n") << size;
  const ToolResult fetched = RunByTls("fetch-file", {"/root/file", back});
  EXPECT_EQ(fetched.exit_code, 0) << fetched;
  EXPECT_THAT(ReadFile(back), IsOkAndHolds(content));
  ASSERT_THAT(RemoveTree(file), IsOk());
  ASSERT_THAT(RemoveTree(back), IsOk());

  const ToolResult destroyed = RunByTls("destroy", {});
  EXPECT_EQ(destroyed.out, id() + "\n") << destroyed;
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

const auto* const kEnvironment =
    ::testing::AddGlobalTestEnvironment(new EngineBehindTls);

}  // namespace
}  // namespace minidcos
