// A gibibyte through commands on a real node, both ways.

#include <sys/resource.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/docker/client.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

constexpr char kGibibyte[] = "yes 0123456789abcdef | head -c 1G";

// The argument is the transport.
class ExecStream : public E2eTest,
                   public testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    const ToolResult made =
        Run("provision", {"--agents=0", "--public-agents=0"});
    ASSERT_EQ(made.exit_code, 0) << made;
  }

  // What a line of a shell of ours prints in which $exec runs a command.
  std::string Line(const std::string& line) const {
    const ToolResult result =
        RunToEnd("/bin/bash",
                 {"-c", absl::StrCat("exec=\"$EXEC -c ", id(), " --transport ",
                                     GetParam(), "\"; ", line)},
                 {.environment = {{"EXEC", ToolPath("exec")},
                                  {"DOCKER_HOST", docker().host()},
                                  {"TMPDIR", temporary_folder()}},
                  .timeout = absl::Minutes(5)});
    EXPECT_EQ(result.exit_code, 0) << result;
    return result.out;
  }
};

TEST_P(ExecStream, CarriesAGibibyteBothWaysInLittleMemory) {
  const std::string sum = Line(absl::StrCat(kGibibyte, " | sha256sum"));
  EXPECT_EQ(Line(absl::StrCat("$exec --shell '", kGibibyte, "' | sha256sum")),
            sum);
  EXPECT_EQ(Line(absl::StrCat(kGibibyte, " | $exec -i sha256sum")), sum);
  // The largest of all programs that this test has run.
  rusage usage;
  ASSERT_EQ(getrusage(RUSAGE_CHILDREN, &usage), 0);
  EXPECT_LT(usage.ru_maxrss, 32 * 1024) << "KiB";
}

INSTANTIATE_TEST_SUITE_P(Transports, ExecStream,
                         testing::Values("docker-exec", "ssh"));

}  // namespace
}  // namespace minidcos
