// send-file and fetch-file of much: 1 GiB, and 10,000 files.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

class ManyFilesTest : public E2eTest,
                      public testing::WithParamInterface<std::string> {
 protected:
  ManyFilesTest() {
    const ToolResult result =
        Run("provision", {"--agents=0", "--public-agents=0"});
    EXPECT_EQ(result.exit_code, 0) << result;
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(temporary_folder(), "/", name);
  }
  // Runs a shell line here, in the temporary folder.
  std::string Here(const std::string& line) {
    const auto result = RunSubprocess(Deadline(), {"sh", "-c", line},
                                      {.directory = temporary_folder()});
    EXPECT_THAT(result, IsOk());
    EXPECT_EQ(result->exit_code, 0) << result->stderr_text;
    return result->stdout_text;
  }
  std::string There(const std::string& line) {
    const ToolResult result = Run("exec", {"sh", "-c", line});
    EXPECT_EQ(result.exit_code, 0) << result;
    return result.out;
  }
  // Sends "source" of the temporary folder to `folder` and fetches it back.
  void SendAndFetch(const std::string& folder) {
    const ToolResult sent = Run(
        "send-file", {"--transport", GetParam(), Path("source"), folder + "/"});
    ASSERT_EQ(sent.exit_code, 0) << sent;
    const ToolResult fetched =
        Run("fetch-file",
            {"--transport", GetParam(), folder + "/source", Path("back")});
    ASSERT_EQ(fetched.exit_code, 0) << fetched;
  }
};

INSTANTIATE_TEST_SUITE_P(Transports, ManyFilesTest,
                         testing::Values("docker-exec", "ssh"),
                         [](const auto& info) {
                           return info.param == "ssh" ? "Ssh" : "DockerExec";
                         });

TEST_P(ManyFilesTest, OneGibibyteBothWays) {
  const std::string sum =
      Here("head -c 1G /dev/urandom >source && sha256sum <source");
  for (const std::string folder : {"/srv", "/tmp"}) {
    SendAndFetch(folder);
    EXPECT_EQ(There("sha256sum <" + folder + "/source"), sum);
    EXPECT_EQ(Here("sha256sum <back && rm back"), sum);
    There("rm " + folder + "/source");
  }
}

TEST_P(ManyFilesTest, TenThousandFilesBothWays) {
  Here(
      "mkdir source && cd source && for d in $(seq 100); do mkdir $d && "
      "seq 100000 | split -a 2 -l 1000 - $d/; done");
  const std::string sums =
      "find . -type f -exec sha256sum {} + | sort | sha256sum && "
      "find . | wc -l";
  const std::string expected = Here("cd source && " + sums);
  EXPECT_THAT(expected, testing::HasSubstr("10101"));
  SendAndFetch("/srv");
  EXPECT_EQ(Here("cd back && " + sums), expected);
  // On top of what is there already.
  const ToolResult again =
      Run("send-file", {"--transport", GetParam(), Path("source"), "/srv/"});
  ASSERT_EQ(again.exit_code, 0) << again;
  EXPECT_EQ(There("find /srv/source | wc -l; ls -A /srv"), "10101\nsource\n");
}

}  // namespace
}  // namespace minidcos
