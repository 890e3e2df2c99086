// Images that a user chooses: a Docker of another release, an image of the
// user's own.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/tar.h"
#include "common/cluster/image/docker_release.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kTinyImage[] =
    "cd /usr && tar -c --dereference bin/cat lib/x86_64-linux-gnu/libc.so.6 "
    "lib64/ld-linux-x86-64.so.2 | docker import - tiny";

class Images : public E2eTest {
 protected:
  ToolResult Provision(std::vector<std::string> words) {
    words.insert(words.end(), {"--agents=0", "--public-agents=0"});
    return Run("provision", words);
  }

  // Standard output of a shell line on the node.
  std::string Shell(const std::string& line) {
    const ToolResult result = Run("exec", {"sh", "-c", line});
    EXPECT_EQ(result.exit_code, 0) << line << ": " << result;
    return result.out;
  }

  // An archive of the release 20.10.24 as Docker publishes it, of the programs
  // of Debian's package on the node. Returns the URL below which it is.
  std::string MakeArchive() {
    const std::string folder = temporary_folder() + "/archives";
    const std::filesystem::path path = DockerReleaseUrl("20.10.24", folder);
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << Shell(
        "mkdir /opt/docker && cd /opt && cp -L $(which docker dockerd "
        "docker-init docker-proxy containerd containerd-shim-runc-v2 ctr runc) "
        "docker && tar -cz docker");
    return "file://" + folder;
  }

  // Builds an image by a Dockerfile's lines.
  absl::Status BuildImage(const std::string& reference,
                          const std::string& lines) {
    TarWriter tar;
    tar.AddFile("Dockerfile", lines, 0600);
    DockerClient::BuildOptions options;
    options.reference = reference;
    return docker().BuildImage(Deadline(), options, *tar.Finish(),
                               [](const docker::BuildProgress&) {});
  }

  // All that the engine tells of how an image was built.
  std::string History(const std::string& reference) {
    std::string history;
    for (const char* part : {"history", "json"}) {
      EXPECT_THAT(
          docker().GetRaw(Deadline(),
                          absl::StrCat("/images/", reference, "/", part),
                          [&history](absl::string_view piece) {
                            absl::StrAppend(&history, piece);
                            return absl::OkStatus();
                          }),
          IsOk());
    }
    return history;
  }
};

TEST_F(Images, HaveADockerOfAnotherRelease) {
  ASSERT_EQ(Provision({}).exit_code, 0);
  const std::string archives = MakeArchive();
  ASSERT_EQ(Run("destroy", {}).exit_code, 0);
  const std::vector<std::string> release = {"--docker-version=20.10.24",
                                            "--docker-archives=" + archives};
  const ToolResult made = Provision(release);
  ASSERT_EQ(made.exit_code, 0) << made;
  EXPECT_EQ(Shell("! dpkg -s docker.io 2>&1 && which dockerd"),
            "dpkg-query: package 'docker.io' is not installed and no "
            "information is available\nUse dpkg --info (= dpkg-deb --info) to "
            "examine archive files.\n/usr/bin/dockerd\n");
  EXPECT_EQ(Shell("systemctl restart docker && systemctl is-system-running"),
            "running\n");
  Shell(kTinyImage);
  EXPECT_THAT(Shell("docker run --rm --network none tiny /bin/cat /etc/hosts"),
              HasSubstr("localhost"));
  EXPECT_THAT(Run("inspect", {"--output=text"}).out,
              HasSubstr("Docker inside  20.10.24\n"));

  // Another build of it, for the address of a proxy must not be in the image.
  const std::string reference = Run("build-image", release).out;
  const std::string image = reference.substr(0, reference.find('\n'));
  ASSERT_EQ(Run("destroy", {}).exit_code, 0);
  ASSERT_THAT(docker().RemoveImage(Deadline(), image), IsOk());
  setenv("http_proxy", "http://127.0.0.1:9", 1);
  const ToolResult built = Run("build-image", release);
  unsetenv("http_proxy");
  ASSERT_EQ(built.exit_code, 0) << built;
  EXPECT_EQ(built.out, reference);
  EXPECT_THAT(History(image), Not(HasSubstr("127.0.0.1:9")));
  EXPECT_THAT(docker().RemoveImage(Deadline(), image), IsOk());
}

TEST_F(Images, SayWhichArchiveCannotBeFetched) {
  const ToolResult failed =
      Run("build-image",
          {"--docker-version=1.11.2", "--docker-archives=file:///nonexistent"});
  EXPECT_EQ(failed.exit_code, 1) << failed;
  EXPECT_THAT(failed.err, AllOf(HasSubstr("cannot fetch 'file:///nonexistent/"),
                                HasSubstr("docker-1.11.2.tgz'"),
                                HasSubstr("MINIDCOS_DOCKER_ARCHIVES")));
}

TEST_F(Images, OfTheUserRunIfTheyAreBuiltOnOurs) {
  const std::string printed = Run("build-image", {}).out;
  const std::string ours = printed.substr(0, printed.find('\n'));
  const std::string mine = absl::StrCat("minidcos-e2e/", id(), ":mine");
  ASSERT_THAT(BuildImage(mine, absl::StrCat("FROM ", ours,
                                            "\nRUN echo of mine >/mine\n")),
              IsOk());
  const ToolResult made = Provision({"--image", mine});
  EXPECT_EQ(made.exit_code, 0) << made;
  EXPECT_EQ(Shell("cat /mine"), "of mine\n");
  EXPECT_THAT(Run("inspect", {"--output=text"}).out,
              AllOf(HasSubstr(mine), HasSubstr("Distribution   debian-12\n")));
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(docker().RemoveImage(Deadline(), mine), IsOk());
}

TEST_F(Images, OfTheUserAreLookedIntoBeforeAnythingIsMade) {
  const std::string bad = absl::StrCat("minidcos-e2e/", id(), ":bad");
  ASSERT_THAT(BuildImage(bad,
                         "FROM scratch\nCMD [\"/usr/sbin/minidcos-init\"]"
                         "\nCOPY Dockerfile /usr/sbin/minidcos-init\n"),
              IsOk());
  const ToolResult refused = Provision({"--image", bad});
  EXPECT_EQ(refused.exit_code, 2) << refused;
  EXPECT_THAT(refused.err, AllOf(HasSubstr("cannot be a node: it has no "
                                           "/usr/sbin/minidcos-ready, "),
                                 HasSubstr(", /usr/sbin/sshd, ")));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
  EXPECT_THAT(docker().RemoveImage(Deadline(), bad), IsOk());

  const ToolResult missing = Provision({"--image", "localhost:9/no/such:1"});
  EXPECT_EQ(missing.exit_code, 3) << missing;
  EXPECT_THAT(missing.err,
              HasSubstr("the engine has no image 'localhost:9/no/such:1' and "
                        "cannot pull it: "));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
