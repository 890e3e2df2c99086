#include "common/cluster/image/node_image.h"

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/tar.h"
#include "common/cluster/image/docker_release.h"
#include "common/cluster/image/fake_bootstrap.h"
#include "common/cluster/image/recipe.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::_;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Any tar will do.
constexpr char kWritesRoot[] = "tar -C / -cf $target etc/passwd";

// By mmdebstrap, whether this machine has it or not.
NodeImageOptions Options() {
  NodeImageOptions options;
  options.image.sources.base = "mmdebstrap";
  return options;
}

ImageRecipe Recipe() { return *FindRecipe(Options().image); }
std::string Base() { return NameBase(Recipe()).reference; }
std::string Node() { return NameImage(Recipe()).reference; }

std::vector<std::string> Asked(const FakeEngine& engine) {
  std::vector<std::string> asked;
  for (const FakeEngine::Request& request : engine.requests()) {
    asked.push_back(request.method + " " + request.path);
  }
  return asked;
}

TEST(EnsureNodeImage, AsksOnceForAnImageThatIsThere) {
  FakeEngine engine;
  engine.AddImage({.reference = Node()});
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), Options(), NoProgress()),
      IsOkAndHolds(Field(&NodeImage::reference, Node())));
  EXPECT_THAT(Asked(engine),
              ElementsAre("GET /_ping", "GET /images/" + Node() + "/json"));
}

TEST(EnsureNodeImage, BuildsBothLayers) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), Options(), NoProgress()),
      IsOkAndHolds(Field(&NodeImage::reference, Node())));
  EXPECT_THAT(engine.images(),
              ElementsAre(_, Field(&FakeImage::reference, Base()),
                          AllOf(Field(&FakeImage::reference, Node()),
                                Field(&FakeImage::tar,
                                      *MakeContext(Recipe().context)))));
  EXPECT_THAT(
      engine.images().back().labels,
      ElementsAre(Pair("minidcos.image.distribution", "debian-12"),
                  Pair("minidcos.image.recipe", NameImage(Recipe()).hash)));
  EXPECT_THAT(
      engine.requests().back().query,
      AllOf(Contains(Pair("buildargs", "{\"BASE\":\"" + Base() + "\"}")),
            Contains(Pair("nocache", "0"))));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(EnsureNodeImage, TakesTheBaseThatIsThere) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.AddImage({.reference = Base()});
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), Options(), NoProgress()),
      IsOk());
  EXPECT_THAT(bootstrap.Runs(), IsEmpty());
  EXPECT_EQ(Asked(engine).back(), "POST /build");
  EXPECT_EQ(engine.images().back().reference, Node());
}

TEST(EnsureNodeImage, BuildsAllAnewWithoutTheCache) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.AddImage({.reference = Base()});
  engine.AddImage({.reference = Node()});
  NodeImageOptions options = Options();
  options.no_cache = true;
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), options, NoProgress()),
      IsOkAndHolds(Field(&NodeImage::reference, Node())));
  EXPECT_THAT(bootstrap.Runs(), SizeIs(1));
  EXPECT_THAT(engine.requests(),
              Contains(Field(&FakeEngine::Request::query,
                             Contains(Pair("nocache", "1")))));
  // None of the images before is left without a name.
  EXPECT_THAT(engine.images(),
              Not(Contains(Field(&FakeImage::reference, IsEmpty()))));
}

TEST(EnsureNodeImage, BuildsOnceForTwoAtOnce) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  std::thread other([&engine] {
    EXPECT_THAT(
        EnsureNodeImage(Context(), engine.client(), Options(), NoProgress()),
        IsOk());
  });
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), Options(), NoProgress()),
      IsOk());
  other.join();
  EXPECT_THAT(bootstrap.Runs(), SizeIs(1));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(EnsureNodeImage, RefusesAnUnknownDistribution) {
  FakeEngine engine;
  NodeImageOptions options;
  options.image.distribution = "x";
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), options, NoProgress()),
      StatusIs(absl::StatusCode::kInvalidArgument,
               StartsWith("unknown distribution 'x': ")));
  EXPECT_THAT(engine.requests(), IsEmpty());
}

// An archive of Docker's and the options that install it.
NodeImageOptions WithRelease(const std::string& version) {
  const std::string folder = ::testing::TempDir() + "/archives";
  NodeImageOptions options = Options();
  options.image.docker_version = version;
  options.image.sources.docker_archives = "file://" + folder;
  const std::string path = DockerReleaseUrl(version, folder);
  std::filesystem::create_directories(
      std::filesystem::path(path).parent_path());
  TarWriter tar;
  tar.AddFile("docker/dockerd", "a program", 0755);
  EXPECT_THAT(WriteFile(path, *tar.Finish(), 0600), IsOk());
  return options;
}

TEST(EnsureNodeImage, InstallsAReleaseOfDocker) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  const NodeImageOptions options = WithRelease("20.10.24");
  const auto image =
      EnsureNodeImage(Context(), engine.client(), options, NoProgress());
  ASSERT_THAT(image, IsOk());
  EXPECT_TRUE(image->built);
  const FakeImage built = engine.images().back();
  EXPECT_THAT(
      built.labels,
      AllOf(Contains(Pair("minidcos.image.docker_version", "20.10.24")),
            Contains(Pair("minidcos.image.docker_archive", SizeIs(64)))));
  const auto files = ReadTar(built.tar);
  ASSERT_THAT(files, IsOk());
  std::string program;
  for (const TarEntry& entry : *files) {
    if (entry.path == "rootfs/usr/bin/dockerd") program = entry.content;
  }
  EXPECT_EQ(program, "a program");
}

TEST(EnsureNodeImage, RefusesAnOldDockerOnCgroupV2) {
  FakeEngine engine;
  docker::InfoResponse info;
  info.set_cgroup_version("2");
  engine.SetInfo(info);
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(),
                              WithRelease("18.06.3-ce"), NoProgress()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("Docker 18.06.3-ce needs a host with cgroup "
                                 "v1")));
  NodeImageOptions centos;
  centos.image = {.distribution = "centos-7", .docker_version = "20.10.24"};
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), centos, NoProgress()),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("nodes of 'centos-7' need a host with cgroup v1")));
}

TEST(EnsureNodeImage, DoesNotBuildForAnEngineThatDoesNotAnswer) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.AnswerNext("GET", "/_ping", "");
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), Options(), NoProgress()),
      StatusIs(absl::StatusCode::kUnavailable,
               StartsWith("cannot reach the Docker engine at ")));
  EXPECT_THAT(bootstrap.Runs(), IsEmpty());
}

TEST(EnsureNodeImage, NoFailureOnTheWayIsAnArguments) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.AddImage({.reference = Base()});
  engine.FailNext("POST", "/build", 404, "no such image: scratch");
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine.client(), Options(), NoProgress()),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               "building the node image 'debian-12': no such image: "
               "scratch"));
}

}  // namespace
}  // namespace minidcos
