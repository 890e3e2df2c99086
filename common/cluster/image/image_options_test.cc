#include "common/cluster/image/image_options.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/cluster/image/docker_version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(CheckImageOptions, AcceptsWhatThereIs) {
  const std::vector<ImageOptions> good = {
      {},
      {.docker_version = "distro"},
      {.distribution = "debian-13", .docker_version = "26.1.4"},
      {.distribution = "centos-7"},
      {.distribution = "rocky-9", .docker_version = "1.11.2"},
      {.sources = {.base = "mmdebstrap", .debian_mirror = "http://a/debian"}},
      {.sources = {.base = "registry", .registry = "a.b:5000/c"}},
      {.sources = {.docker_archives = "file:///srv/docker"}}};
  for (const ImageOptions& options : good) {
    EXPECT_THAT(CheckImageOptions(options), IsOk());
  }
}

struct Bad {
  ImageOptions options;
  std::string complaint;
};

TEST(CheckImageOptions, NamesTheBadValue) {
  const std::vector<Bad> cases = {
      {{.distribution = "hurd"}, "unknown distribution 'hurd'"},
      {{.docker_version = "20.10"}, "'20.10' is no version of Docker"},
      {{.distribution = "rocky-9", .docker_version = "distro"},
       "'rocky-9' has no package of Docker that nodes could use: name a "
       "release, such as 18.06.3-ce"},
      {{.sources = {.base = "scratch"}},
       "base 'scratch' is none of auto, mmdebstrap, registry"},
      {{.distribution = "ubuntu-22.04", .sources = {.base = "mmdebstrap"}},
       "the base of 'ubuntu-22.04' comes from a registry"},
      {{.sources = {.debian_mirror = "--hook-dir=x"}},
       "mirror '--hook-dir=x' is no URL"},
      {{.sources = {.debian_mirror = "http://a b"}}, "is no URL"},
      {{.sources = {.docker_archives = "https://me:secret@a/"}},
       "without a user's name"},
      {{.sources = {.registry = "https://a"}},
       "registry 'https://a' is not of the form HOST[:PORT][/PATH]"}};
  for (const Bad& bad : cases) {
    EXPECT_THAT(
        CheckImageOptions(bad.options),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(bad.complaint)));
  }
}

TEST(DockerVersionOf, IsTheReleasesOrTheDistributions) {
  EXPECT_EQ(DockerVersionOf({.docker_version = "1.11.2"}),
            (DockerVersion{1, 11, 2}));
  EXPECT_EQ(DockerVersionOf({}), (DockerVersion{20, 10, 24}));
  EXPECT_EQ(DockerVersionOf({.distribution = "rocky-9"}),
            (DockerVersion{18, 6, 3}));
  EXPECT_EQ(
      DockerVersionOf({.distribution = "debian-13", .docker_version = "distro"})
          .major,
      26);
}

}  // namespace
}  // namespace minidcos
