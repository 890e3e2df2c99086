#include "common/cluster/image/docker_release.h"

#include <sys/utsname.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "common/base/tar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Machine() {
  utsname names;
  uname(&names);
  return names.machine;
}

// The URL of a file with these bytes.
std::string FileUrl(const std::string& bytes) {
  const std::string path = ::testing::TempDir() + "/archive.tgz";
  EXPECT_THAT(WriteFile(path, bytes, 0600), IsOk());
  return "file://" + path;
}

std::string Archive(const std::vector<std::string>& paths) {
  TarWriter tar;
  for (const std::string& path : paths) tar.AddFile(path, path, 0755);
  return *tar.Finish();
}

TEST(DockerReleaseUrl, KnowsWhereDockerKeepsWhich) {
  EXPECT_EQ(DockerReleaseUrl("20.10.24", ""),
            absl::StrCat("https://download.docker.com/linux/static/stable/",
                         Machine(), "/docker-20.10.24.tgz"));
  EXPECT_EQ(DockerReleaseUrl("1.11.2", ""),
            absl::StrCat("https://get.docker.com/builds/Linux/", Machine(),
                         "/docker-1.11.2.tgz"));
}

TEST(DockerReleaseUrl, TakesAMirror) {
  for (const char* mirror : {"http://a/b", "http://a/b/"}) {
    EXPECT_EQ(DockerReleaseUrl("1.11.2", mirror),
              absl::StrCat("http://a/b/", Machine(), "/docker-1.11.2.tgz"));
  }
}

TEST(FetchDockerRelease, TakesThePrograms) {
  const std::string archive =
      Archive({"docker/docker", "docker/dockerd", "docker/docker-containerd",
               "other/program", "docker/../../etc/passwd", "README"});
  const auto release =
      FetchDockerRelease(Context(), "20.10.24", FileUrl(archive), NoProgress());
  ASSERT_THAT(release, IsOk());
  std::vector<std::string> paths;
  for (const RecipeFile& file : release->programs) paths.push_back(file.path);
  EXPECT_THAT(paths,
              ElementsAre("rootfs/usr/bin/docker", "rootfs/usr/bin/dockerd",
                          "rootfs/usr/bin/docker-containerd"));
  EXPECT_EQ(release->programs[0].content, "docker/docker");
  EXPECT_EQ(release->sha256, HexSha256(archive));
}

TEST(FetchDockerRelease, SaysWhatCanBeSetWhenThereIsNone) {
  EXPECT_THAT(
      FetchDockerRelease(Context(), "1.11.2", "file:///nonexistent/docker.tgz",
                         NoProgress()),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               AllOf(HasSubstr("'file:///nonexistent/docker.tgz'"),
                     HasSubstr("--docker-archives"))));
}

TEST(FetchDockerRelease, RefusesWhatIsNoArchiveOfDocker) {
  EXPECT_THAT(
      FetchDockerRelease(Context(), "20.10.24",
                         FileUrl(Archive({"docker/docker"})), NoProgress()),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("there is no docker/dockerd in it")));
  EXPECT_THAT(
      FetchDockerRelease(Context(), "20.10.24", FileUrl("<html>"),
                         NoProgress()),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("tar")));
}

}  // namespace
}  // namespace minidcos
