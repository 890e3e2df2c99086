// send-file and fetch-file on real nodes, by both transports.

#include "common/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/subprocess.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Long enough to be met in the middle.
constexpr off_t kLarge = off_t{4} << 30;

class FilesTest : public E2eTest {
 protected:
  void Provision(int agents) {
    const ToolResult result = Run(
        "provision", {absl::StrCat("--agents=", agents), "--public-agents=0"});
    ASSERT_EQ(result.exit_code, 0) << result;
  }
  // Runs a shell line on the first master.
  std::string Shell(const std::string& line,
                    const std::string& node = "master_0") {
    const ToolResult result = Run("exec", {"--node", node, "sh", "-c", line});
    EXPECT_EQ(result.exit_code, 0) << line << "\n" << result;
    return result.out;
  }
  std::string Path(const std::string& name) const {
    return absl::StrCat(temporary_folder(), "/", name);
  }
  void AddFile(const std::string& name, const std::string& content,
               mode_t mode = 0644) {
    ASSERT_THAT(WriteFile(Path(name), content, mode), IsOk());
  }
  // A file of zeros without holes, at once.
  void AddLargeFile(const std::string& name) {
    const int fd = open(Path(name).c_str(), O_CREAT | O_WRONLY, 0644);
    ASSERT_EQ(posix_fallocate(fd, 0, kLarge), 0);
    close(fd);
  }
  // A folder of what is hard to move.
  void AddTree(const std::string& name) {
    ASSERT_THAT(MakeFolder(Path(name), 0750), IsOk());
    ASSERT_THAT(MakeFolder(Path(name + "/-rf"), 0711), IsOk());
    AddFile(name + "/-rf/two\nlines", "1", 0600);
    AddFile(name + "/\xff\xfe", std::string("\0\xff\n", 3));
    AddFile(name + "/it's \"$HOME\" `x`", "2", 0755);
    AddFile(name + "/large", std::string(3'000'000, 'x'), 04711);
    AddFile(name + "/empty", "");
    ASSERT_EQ(symlink("/nowhere", Path(name + "/link").c_str()), 0);
  }
  // Names, types, permissions, times and targets of all that is in a folder.
  static std::string Listing(const std::string& folder) {
    const auto listing = RunSubprocess(
        Deadline(), {"sh", "-c",
                     "cd -- \"$1\" && find . -printf '%P %y %m %Ts %l\\0' | "
                     "sort -z && find . -type f -exec sha256sum -z {} + | "
                     "sort -z",
                     "sh", folder});
    EXPECT_THAT(listing, IsOk());
    EXPECT_EQ(listing->exit_code, 0) << listing->stderr_text;
    return listing->stdout_text;
  }
  void ExpectFailure(const ToolResult& result, int exit_code,
                     const std::string& error) {
    EXPECT_EQ(result.exit_code, exit_code) << result;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr(error));
  }
};

TEST_F(FilesTest, GoAndComeBackUnchangedWhereverTheyGo) {
  Provision(0);
  AddTree("tree");
  Shell(
      "mkdir /mnt/t /mnt/b /srv/real && mount -t tmpfs tmpfs /mnt/t && "
      "mount --bind /srv/real /mnt/b");
  const std::string listing = Listing(Path("tree"));
  for (const std::string transport : {"docker-exec", "ssh"}) {
    // The container's own layer; volumes; its tmpfs; mounted inside.
    for (const std::string folder : {"/srv", "/opt", "/var/lib/docker", "/tmp",
                                     "/run", "/dev/shm", "/mnt/t", "/mnt/b"}) {
      SCOPED_TRACE(transport + " " + folder);
      const std::string there = folder + "/a \xff/b/tree";
      const ToolResult sent =
          Run("send-file",
              {"--transport", transport, "--links", Path("tree"), there});
      ASSERT_EQ(sent.exit_code, 0) << sent;
      EXPECT_EQ(sent.out, "");
      // Its processes see it.
      EXPECT_EQ(Shell("cat " + folder + "/*/b/tree/-rf/two* && stat -c %a:%U " +
                      folder + "/*/b/tree/large"),
                "14711:root\n");
      const ToolResult fetched =
          Run("fetch-file", {"--transport", transport, there, Path("back/")});
      ASSERT_EQ(fetched.exit_code, 0) << fetched;
      EXPECT_EQ(Listing(Path("back/tree")), listing);
      ASSERT_THAT(RemoveTree(Path("back")), IsOk());
      EXPECT_EQ(Shell("rm -r " + folder + "/a*; ls -A " + folder +
                      " | grep minidcos- | wc -l"),
                "0\n");
    }
  }
}

TEST_F(FilesTest, AreRefusedInWordsAndCodes) {
  Provision(0);
  AddFile("f", "new");
  ASSERT_THAT(MakeFolder(Path("d"), 0755), IsOk());
  Shell("mkdir -p /srv/d/f && echo old >/srv/f");
  ExpectFailure(Run("send-file", {Path("missing"), "/srv/"}), 3, "missing");
  ExpectFailure(Run("send-file", {Path("f"), "srv"}), 2, "absolute");
  ExpectFailure(Run("send-file", {Path("f")}), 2, "DST");
  ExpectFailure(Run("send-file", {"--node", "agent_7", Path("f"), "/srv"}), 3,
                "agent_7");
  ExpectFailure(Run("send-file", {Path("f"), "/srv/d"}), 1,
                "cannot overwrite the folder '/srv/d/f' with a file");
  ExpectFailure(Run("send-file", {Path("d"), "/srv/f"}), 1, "is no folder");
  ExpectFailure(Run("send-file", {"--owner", "nobody:none", Path("f"), "/srv"}),
                1, "nobody:none");
  ExpectFailure(Run("send-file", {Path("f"), "/proc/x"}), 1, "/proc/");
  ExpectFailure(Run("fetch-file", {"/srv/missing", Path("x")}), 3,
                "/srv/missing");
  ExpectFailure(Run("fetch-file", {"/srv/f", Path("f")}), 4, "exists already");
  ExpectFailure(Run("fetch-file", {"/dev/null", Path("x")}), 1, "special");
  EXPECT_THAT(ReadFile(Path("f")), IsOkAndHolds("new"));
  EXPECT_EQ(Shell("cat /srv/f"), "old\n");

  EXPECT_EQ(Run("fetch-file", {"--force", "/srv/f", Path("f")}).exit_code, 0);
  EXPECT_THAT(ReadFile(Path("f")), IsOkAndHolds("old\n"));
}

TEST_F(FilesTest, TakeThePlaceAndTheOwnerTheyAreGiven) {
  Provision(0);
  AddFile("f", "127.0.0.1 new\n");
  // It is mounted: written, not replaced.
  EXPECT_EQ(Run("send-file", {Path("f"), "/etc/hosts"}).exit_code, 0);
  EXPECT_EQ(Shell("cat /etc/hosts"), "127.0.0.1 new\n");
  EXPECT_EQ(Run("send-file", {"--owner", "nobody:daemon", Path("f"), "/srv/"})
                .exit_code,
            0);
  EXPECT_EQ(Run("send-file", {"--owner", "1234", Path("f"), "/srv/by-number"})
                .exit_code,
            0);
  EXPECT_EQ(Shell("stat -c %U:%G:%u /srv/f /srv/by-number"),
            "nobody:daemon:65534\nUNKNOWN:root:1234\n");
}

TEST_F(FilesTest, GoToEveryNodeThatCanTakeThem) {
  Provision(2);
  AddTree("tree");
  for (const std::string transport : {"docker-exec", "ssh"}) {
    const ToolResult sent =
        Run("send-file", {"--transport", transport, "--all", "--links",
                          Path("tree"), "/srv/" + transport});
    ASSERT_EQ(sent.exit_code, 0) << sent;
    for (const std::string node : {"master_0", "agent_0", "agent_1"}) {
      EXPECT_EQ(Shell("ls -A /srv/" + transport + " | wc -l", node), "6\n");
    }
  }
  Shell("mount -t tmpfs -o size=1m tmpfs /srv", "agent_0");
  const ToolResult sent =
      Run("send-file", {"--role", "agent", Path("tree/large"), "/srv/some/"});
  ExpectFailure(sent, 1, "agent_0: ");
  EXPECT_THAT(sent.err, HasSubstr("No space left on device"));
  EXPECT_EQ(Shell("ls -A /srv", "agent_0"), "");
  EXPECT_EQ(Shell("stat -c %s /srv/some/large", "agent_1"), "3000000\n");
}

TEST_F(FilesTest, AreNotTakenToANodeThatIsStopped) {
  Provision(0);
  AddFile("f", "x");
  ASSERT_THAT(docker().KillContainer(
                  Deadline(), absl::StrCat("dcos-e2e-", id(), ".master-0")),
              IsOk());
  ExpectFailure(Run("send-file", {Path("f"), "/srv/"}), 1, "master_0: ");
  ExpectFailure(Run("fetch-file", {"/etc/hostname", Path("x")}), 1,
                "master_0: ");
}

// Interrupted or killed while much is on its way.
class CutFilesTest : public FilesTest,
                     public testing::WithParamInterface<std::string> {
 protected:
  std::unique_ptr<RunningTool> StartSending(const std::string& folder) {
    auto tool = Start("send-file",
                      {"--transport", GetParam(), Path("large"), folder + "/"});
    EXPECT_TRUE(tool->WaitForError(" of 4.0 GiB"));
    return tool;
  }
  void ExpectNothingIn(const std::string& folder) {
    const Context ctx = Deadline();
    while (Shell("ls -A " + folder) != "") {
      ASSERT_THAT(ctx.WaitFor(absl::Milliseconds(100)), IsOk()) << folder;
    }
  }
};

TEST_P(CutFilesTest, LeaveNothingBehind) {
  Provision(0);
  AddLargeFile("large");
  Shell(
      "mkdir -p /opt/x /srv/real /srv/bound && "
      "mount --bind /srv/real /srv/bound");
  for (const std::string folder : {"/opt/x", "/srv/bound"}) {
    for (const int signal_number : {SIGINT, SIGKILL}) {
      SCOPED_TRACE(absl::StrCat(folder, " ", signal_number));
      const auto tool = StartSending(folder);
      tool->SendSignal(signal_number);
      EXPECT_EQ(tool->Wait().signal_number, signal_number);
      // Of who is killed the node has to take notice first.
      if (signal_number == SIGINT) {
        EXPECT_EQ(Shell("ls -A " + folder), "");
      }
      ExpectNothingIn(folder);
    }
  }
  Shell("fallocate -l 4G /srv/large");
  const auto fetch = Start("fetch-file", {"--transport", GetParam(),
                                          "/srv/large", Path("new/back")});
  EXPECT_TRUE(fetch->WaitForError(" of 4.0 GiB"));
  fetch->SendSignal(SIGINT);
  EXPECT_EQ(fetch->Wait().signal_number, SIGINT);
  ASSERT_THAT(RemoveTree(Path("large")), IsOk());
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Transports, CutFilesTest,
                         testing::Values("docker-exec", "ssh"),
                         [](const auto& info) {
                           return info.param == "ssh" ? "Ssh" : "DockerExec";
                         });

}  // namespace
}  // namespace minidcos
