#include "common/cluster/image/recipe.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "common/base/tar.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/recipe_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

ImageRecipe SmallRecipe() {
  return {.distribution = "debian-12",
          .bootstrap = {"mmdebstrap", "--include=a", "bookworm"},
          .context = {{"Dockerfile", "FROM $BASE"},
                      {"rootfs/usr/sbin/init", "#!/bin/sh"},
                      {"rootfs/usr/share/init", "x"}}};
}

TEST(FindRecipe, RefusesAnUnknownDistribution) {
  EXPECT_THAT(FindRecipe({.distribution = "plan-9"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("unknown distribution 'plan-9'")));
}

ImageRecipe Bootstrapped(const std::string& distribution,
                         const std::string& docker_version = "") {
  return *FindRecipe({.distribution = distribution,
                      .docker_version = docker_version,
                      .sources = {.base = "mmdebstrap"}});
}

ImageRecipe FromRegistry(const std::string& distribution) {
  return *FindRecipe(
      {.distribution = distribution, .sources = {.base = "registry"}});
}

std::string FileOf(const ImageRecipe& recipe, const std::string& path) {
  for (const RecipeFile& file : recipe.context) {
    if (file.path == path) return file.content;
  }
  return "";
}

TEST(FindRecipe, InstallsThePackagesOfTheListAndDocker) {
  EXPECT_THAT(Bootstrapped("debian-12").bootstrap,
              Contains(AllOf(HasSubstr("--include=systemd,"),
                             HasSubstr(",openssh-server,"),
                             EndsWith(",docker.io"), Not(HasSubstr("#")),
                             Not(HasSubstr(" ")), Not(HasSubstr(",,")))));
  EXPECT_THAT(Bootstrapped("debian-13").bootstrap,
              Contains(EndsWith(",docker.io,docker-cli")));
}

TEST(FindRecipe, MergesUsr) {
  EXPECT_THAT(Bootstrapped("debian-12").bootstrap,
              Contains("--include=usr-is-merged"));
  EXPECT_THAT(Bootstrapped("debian-11").bootstrap,
              AllOf(Not(Contains("--include=usr-is-merged")),
                    Contains(HasSubstr("dpkg --purge usr-is-merged"))));
}

TEST(FindRecipe, LeavesTheMirrorToMmdebstrapUnlessItIsGiven) {
  const ImageRecipe recipe = Bootstrapped("debian-12");
  EXPECT_EQ(recipe.bootstrap.front(), "mmdebstrap");
  EXPECT_EQ(recipe.bootstrap.back(), "bookworm");
  EXPECT_THAT(recipe.bootstrap, Not(Contains(HasSubstr("://"))));
  EXPECT_EQ(recipe.debian_mirror, "");
  const auto mirrored = FindRecipe(
      {.sources = {.base = "mmdebstrap", .debian_mirror = "http://m/debian"}});
  EXPECT_EQ(mirrored->debian_mirror, "http://m/debian");
  EXPECT_NE(NameBase(*mirrored).hash, NameBase(recipe).hash);
}

TEST(FindRecipe, BeginsWithAPublicImage) {
  const ImageRecipe recipe = FromRegistry("debian-12");
  EXPECT_THAT(recipe.bootstrap, IsEmpty());
  EXPECT_EQ(recipe.public_image, "debian:bookworm");
  EXPECT_THAT(recipe.packages,
              AllOf(StartsWith("systemd "), EndsWith(" docker.io")));
  EXPECT_THAT(recipe.base_context, SizeIs(2));
  EXPECT_NE(NameBase(recipe).hash, NameBase(Bootstrapped("debian-12")).hash);
  EXPECT_EQ(FromRegistry("ubuntu-22.04").public_image, "ubuntu:22.04");
  EXPECT_EQ(FindRecipe({.distribution = "rocky-9",
                        .sources = {.registry = "m:5000/library"}})
                ->public_image,
            "m:5000/library/rockylinux:9");
}

TEST(FindRecipe, TakesAReleaseOfDockerInPlaceOfThePackage) {
  const ImageRecipe recipe = Bootstrapped("debian-12", "20.10.24");
  EXPECT_EQ(recipe.docker_version, "20.10.24");
  EXPECT_THAT(recipe.docker_url, HasSubstr("/docker-20.10.24.tgz"));
  EXPECT_THAT(recipe.bootstrap, Not(Contains(HasSubstr("docker.io"))));
  EXPECT_THAT(FileOf(recipe, "rootfs/etc/systemd/system/docker.service"),
              HasSubstr("ExecStart=/usr/bin/dockerd -H fd://"));
  EXPECT_THAT(FileOf(recipe, "rootfs/etc/systemd/system/docker.socket"),
              HasSubstr("ListenStream=/run/docker.sock"));
  EXPECT_THAT(FileOf(recipe, "rootfs/etc/docker/daemon.json"),
              HasSubstr("\"overlay2\""));
}

TEST(FindRecipe, SpellsTheDaemonOfOldReleasesAsTheyDid) {
  const std::string unit =
      "rootfs/etc/systemd/system/docker.service.d/daemon.conf";
  for (const char* version : {"1.11.2", "1.13.1"}) {
    EXPECT_THAT(FileOf(Bootstrapped("debian-12", version), unit),
                HasSubstr("\nExecStart=/usr/bin/docker daemon -H fd://"));
  }
  for (const char* version : {"17.12.1-ce", "18.06.3-ce"}) {
    EXPECT_EQ(FileOf(Bootstrapped("debian-12", version), unit), "");
  }
  EXPECT_THAT(FileOf(Bootstrapped("debian-12", "1.11.2"),
                     "rootfs/etc/docker/daemon.json"),
              HasSubstr("\"overlay\""));
}

TEST(FindRecipe, TakesTheReleaseOfDcosWhereThereIsNoPackage) {
  EXPECT_EQ(FromRegistry("centos-7").docker_version, "18.06.3-ce");
  EXPECT_EQ(FromRegistry("rocky-9").docker_version, "18.06.3-ce");
  EXPECT_EQ(FromRegistry("ubuntu-22.04").docker_version, "");
  EXPECT_EQ(Bootstrapped("debian-12", "distro").docker_version, "");
  EXPECT_EQ(NameImage(Bootstrapped("debian-12", "distro")).hash,
            NameImage(Bootstrapped("debian-12")).hash);
}

TEST(NameImage, LooksLikeThis) {
  const ImageName name = NameImage(SmallRecipe());
  EXPECT_THAT(name.reference,
              MatchesRegex("minidcos/node:debian-12-[0-9a-f]+"));
  EXPECT_THAT(name.hash, MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(name.hash.size(), 64);
  EXPECT_EQ(name.reference,
            "minidcos/node:debian-12-" + name.hash.substr(0, 12));
  EXPECT_THAT(NameBase(SmallRecipe()).reference,
              MatchesRegex("minidcos/base:debian-12-[0-9a-f]+"));
}

TEST(NameImage, ChangesWithEveryFile) {
  const std::string name = NameImage(SmallRecipe()).reference;
  for (size_t i = 0; i < SmallRecipe().context.size(); ++i) {
    ImageRecipe recipe = SmallRecipe();
    recipe.context[i].content = "other";
    EXPECT_NE(NameImage(recipe).reference, name) << i;
    recipe = SmallRecipe();
    recipe.context[i].path = "other";
    EXPECT_NE(NameImage(recipe).reference, name) << i;
    recipe.context.erase(recipe.context.begin() + static_cast<int>(i));
    EXPECT_NE(NameImage(recipe).reference, name) << i;
    EXPECT_EQ(NameBase(recipe).reference, NameBase(SmallRecipe()).reference);
  }
}

TEST(NameBase, ChangesWithEveryWordOfTheCommandAndTheImageWithIt) {
  const ImageRecipe old = SmallRecipe();
  for (size_t i = 0; i < old.bootstrap.size(); ++i) {
    ImageRecipe recipe = old;
    recipe.bootstrap[i] += "x";
    EXPECT_NE(NameBase(recipe).hash, NameBase(old).hash) << i;
    EXPECT_NE(NameImage(recipe).hash, NameImage(old).hash) << i;
  }
  ImageRecipe recipe = old;
  recipe.bootstrap.push_back("mirror");
  EXPECT_NE(NameImage(recipe).hash, NameImage(old).hash);
  for (std::string ImageRecipe::*field :
       {&ImageRecipe::debian_mirror, &ImageRecipe::public_image,
        &ImageRecipe::packages}) {
    recipe = old;
    recipe.*field = "x";
    EXPECT_NE(NameBase(recipe).hash, NameBase(old).hash);
  }
  recipe = old;
  recipe.docker_url = "x";
  EXPECT_EQ(NameBase(recipe).hash, NameBase(old).hash);
  EXPECT_NE(NameImage(recipe).hash, NameImage(old).hash);
  recipe = old;
  recipe.distribution = "debian-13";
  EXPECT_NE(NameBase(recipe).hash, NameBase(old).hash);
  EXPECT_NE(NameImage(recipe).hash, NameImage(old).hash);
}

TEST(MakeContext, HasFilesFoldersAndPrograms) {
  const auto tar = MakeContext(SmallRecipe().context);
  ASSERT_THAT(tar, IsOk());
  const auto entries = ReadTar(*tar);
  ASSERT_THAT(entries, IsOk());
  std::map<std::string, mode_t> modes;
  std::map<std::string, std::string> contents;
  for (const TarEntry& entry : *entries) {
    EXPECT_TRUE(modes.emplace(entry.path, entry.mode).second) << entry.path;
    contents[entry.path] = entry.content;
  }
  EXPECT_EQ(modes,
            (std::map<std::string, mode_t>{{"Dockerfile", 0644},
                                           {"rootfs/", 0755},
                                           {"rootfs/usr/", 0755},
                                           {"rootfs/usr/sbin/", 0755},
                                           {"rootfs/usr/sbin/init", 0755},
                                           {"rootfs/usr/share/", 0755},
                                           {"rootfs/usr/share/init", 0644}}));
  EXPECT_EQ(contents["rootfs/usr/sbin/init"], "#!/bin/sh");
}

TEST(MakeContext, HasWhatTheDockerfileNeeds) {
  const auto tar = MakeContext(Bootstrapped("debian-12", "20.10.24").context);
  ASSERT_THAT(tar, IsOk());
  const auto entries = ReadTar(*tar);
  ASSERT_THAT(entries, IsOk());
  std::map<std::string, mode_t> modes;
  for (const TarEntry& entry : *entries) {
    modes[entry.path] = entry.mode;
    EXPECT_TRUE(entry.path.back() == '/' || !entry.content.empty())
        << entry.path;
  }
  EXPECT_EQ(modes["Dockerfile"], 0644);
  EXPECT_EQ(modes["setup"], 0644);
  EXPECT_EQ(modes["rootfs/usr/sbin/minidcos-init"], 0755);
  EXPECT_EQ(modes["rootfs/usr/sbin/minidcos-ready"], 0755);
  EXPECT_EQ(modes["rootfs/etc/systemd/system/minidcos-ready.service"], 0644);
}

}  // namespace
}  // namespace minidcos
