#include "common/cluster/image/recipe.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "common/base/embedded_file.h"
#include "common/base/tar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

ImageRecipe SmallRecipe() {
  return {.distribution = "debian-12",
          .bootstrap = {"mmdebstrap", "--include=a", "bookworm"},
          .context = {{"Dockerfile", "FROM $BASE"},
                      {"rootfs/usr/sbin/init", "#!/bin/sh"},
                      {"rootfs/usr/share/init", "x"}}};
}

TEST(FindRecipe, RefusesAnUnknownDistribution) {
  EXPECT_THAT(FindRecipe("plan-9"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("unknown distribution 'plan-9'")));
}

TEST(FindRecipe, InstallsThePackagesOfTheList) {
  const auto recipe = FindRecipe("debian-12");
  ASSERT_THAT(recipe, IsOk());
  EXPECT_THAT(recipe->bootstrap,
              Contains(AllOf(HasSubstr("--include=systemd,"),
                             HasSubstr(",openssh-server,"), Not(HasSubstr("#")),
                             Not(HasSubstr(" ")), Not(HasSubstr(",,")))));
}

TEST(FindRecipe, InstallsDocker) {
  EXPECT_THAT(FindRecipe("debian-11")->bootstrap,
              Contains("--include=docker.io"));
  EXPECT_THAT(FindRecipe("debian-13")->bootstrap,
              Contains("--include=docker.io,docker-cli"));
}

TEST(FindRecipe, MergesUsr) {
  EXPECT_THAT(FindRecipe("debian-12")->bootstrap,
              Contains("--include=usr-is-merged"));
  EXPECT_THAT(FindRecipe("debian-11")->bootstrap,
              AllOf(Not(Contains("--include=usr-is-merged")),
                    Contains(HasSubstr("dpkg --purge usr-is-merged"))));
}

TEST(FindRecipe, LeavesTheMirrorToMmdebstrap) {
  const auto recipe = FindRecipe("debian-12");
  ASSERT_THAT(recipe, IsOk());
  EXPECT_EQ(recipe->bootstrap.front(), "mmdebstrap");
  EXPECT_EQ(recipe->bootstrap.back(), "bookworm");
  EXPECT_THAT(recipe->bootstrap, Not(Contains(HasSubstr("://"))));
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
  recipe = old;
  recipe.distribution = "debian-13";
  EXPECT_NE(NameBase(recipe).hash, NameBase(old).hash);
  EXPECT_NE(NameImage(recipe).hash, NameImage(old).hash);
}

TEST(MakeContext, HasFilesFoldersAndPrograms) {
  const auto tar = MakeContext(SmallRecipe());
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
  const auto recipe = FindRecipe("debian-12");
  ASSERT_THAT(recipe, IsOk());
  const auto tar = MakeContext(*recipe);
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
