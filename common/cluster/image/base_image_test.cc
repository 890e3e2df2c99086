#include "common/cluster/image/base_image.h"

#include <unistd.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/tar.h"
#include "common/cluster/image/fake_bootstrap.h"
#include "common/cluster/image/recipe.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Pair;
using ::testing::SizeIs;

// Any tar will do.
constexpr char kWritesRoot[] = "tar -C / -cf $target etc/passwd";

ImageRecipe SmallRecipe() {
  return {.distribution = "debian-12",
          .bootstrap = {"mmdebstrap", "--include=a,b", "bookworm"},
          .context = {}};
}

// Cancels as soon as a step says "working".
class CancellingProgress : public Progress {
 public:
  Cancellation cancellation;

  std::unique_ptr<Step> Begin(absl::string_view) override {
    return std::make_unique<CancellingStep>(cancellation);
  }
  void Warn(absl::string_view) override {}
  void Note(absl::string_view) override {}

 private:
  class CancellingStep : public Step {
   public:
    explicit CancellingStep(Cancellation& cancellation)
        : cancellation_(cancellation) {}
    void Update(absl::string_view detail) override {
      if (detail == "working") cancellation_.Cancel();
    }
    void Done() override {}

   private:
    Cancellation& cancellation_;
  };
};

TEST(MakeBaseImage, ImportsWhatMmdebstrapWrites) {
  TarWriter writer;
  writer.AddFile("etc/hostname", "a root", 0644);
  const std::string root = *writer.Finish();
  const std::string file = ::testing::TempDir() + "/root.tar";
  ASSERT_THAT(WriteFile(file, root, 0600), IsOk());
  const FakeBootstrap bootstrap(absl::StrCat("cp ", file, " $target"));
  FakeEngine engine;
  ASSERT_THAT(MakeBaseImage(Context(), engine.client(), SmallRecipe(), {},
                            NoProgress()),
              IsOk());
  const ImageName name = NameBase(SmallRecipe());
  const FakeImage image = engine.images().back();
  EXPECT_EQ(image.reference, name.reference);
  EXPECT_EQ(image.tar, root);
  // The client's ping, and the import.
  EXPECT_THAT(engine.requests(), SizeIs(2));
  EXPECT_THAT(image.labels,
              ElementsAre(Pair("minidcos.image.distribution", "debian-12"),
                          Pair("minidcos.image.recipe", name.hash)));
  EXPECT_THAT(bootstrap.Runs(),
              ElementsAre(MatchesRegex("--include=a,b bookworm "
                                       "/.*/bootstrap/tmp/.*\\.tar")));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

// As root in particular, where mmdebstrap mounts the host's own file systems.
TEST(MakeBaseImage, KeepsWhatMmdebstrapMountsAndStartsToItself) {
  if (geteuid() != 0) GTEST_SKIP() << "only root mounts";
  const FakeBootstrap bootstrap(
      absl::StrCat("mkdir $TMPDIR/root && mount -t tmpfs none $TMPDIR/root && "
                   "touch $TMPDIR/root/in && ls -A /proc/self/fd >/dev/null && "
                   "echo pid $$ >&2; setsid sleep 1000 & ",
                   kWritesRoot));
  FakeEngine engine;
  RecordingProgress progress;
  ASSERT_THAT(
      MakeBaseImage(Context(), engine.client(), SmallRecipe(), {}, progress),
      IsOk());
  EXPECT_THAT(progress.lines(), Contains("update pid 1"));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(MakeBaseImage, ShowsTheLastLineOfMmdebstrap) {
  const FakeBootstrap bootstrap(absl::StrCat(
      "printf 'Unpa' >&2; printf 'cking bash\\n' >&2; ", kWritesRoot));
  FakeEngine engine;
  RecordingProgress progress;
  ASSERT_THAT(
      MakeBaseImage(Context(), engine.client(), SmallRecipe(), {}, progress),
      IsOk());
  EXPECT_THAT(
      progress.lines(),
      ElementsAre("begin Making the root file system of debian-12",
                  "update Unpacking bash", "done",
                  "begin Importing it into the engine", "update 1 MB", "done"));
}

TEST(MakeBaseImage, NotesTheVersionOfDocker) {
  const FakeBootstrap bootstrap(
      absl::StrCat("echo 'Setting up docker.io (20.10.24+dfsg1-1+b3) ...' >&2; "
                   "echo 'Setting up docker.io-doc (1-2) ...' >&2; ",
                   kWritesRoot));
  FakeEngine engine;
  ASSERT_THAT(MakeBaseImage(Context(), engine.client(), SmallRecipe(), {},
                            NoProgress()),
              IsOk());
  EXPECT_THAT(
      engine.images().back().labels,
      Contains(Pair("minidcos.image.docker_version", "20.10.24+dfsg1")));
}

TEST(MakeBaseImage, GivesMmdebstrapTheMirrorAndTheProxies) {
  const FakeBootstrap bootstrap(
      absl::StrCat("echo \"$http_proxy\" >&2; tar -C / -cf ", "$3 etc/passwd"));
  FakeEngine engine;
  ImageRecipe recipe = SmallRecipe();
  recipe.debian_mirror = "http://mirror/debian";
  RecordingProgress progress;
  ASSERT_THAT(MakeBaseImage(Context(), engine.client(), recipe,
                            {{"http_proxy", "http://p:1"}}, progress),
              IsOk());
  EXPECT_THAT(bootstrap.Runs(),
              ElementsAre(EndsWith("/base.tar http://mirror/debian")));
  EXPECT_THAT(progress.lines(), Contains("update http://p:1"));
}

ImageRecipe RecipeOnAPublicImage() {
  return {.distribution = "ubuntu-22.04",
          .bootstrap = {},
          .public_image = "ubuntu:22.04",
          .packages = "a b",
          .base_context = {{"Dockerfile", "FROM $IMAGE"}},
          .context = {}};
}

TEST(MakeBaseImage, AddsPackagesToAPublicImage) {
  const FakeBootstrap bootstrap("exit 1");
  FakeEngine engine;
  ASSERT_THAT(MakeBaseImage(Context(), engine.client(), RecipeOnAPublicImage(),
                            {{"http_proxy", "http://p:1"}}, NoProgress()),
              IsOk());
  const ImageName name = NameBase(RecipeOnAPublicImage());
  EXPECT_EQ(engine.images().back().reference, name.reference);
  EXPECT_THAT(engine.images().back().labels,
              Contains(Pair("minidcos.image.recipe", name.hash)));
  EXPECT_THAT(
      engine.requests().back().query,
      Contains(Pair("buildargs", AllOf(HasSubstr("\"IMAGE\":\"ubuntu:22.04\""),
                                       HasSubstr("\"PACKAGES\":\"a b\""),
                                       HasSubstr("http://p:1")))));
  EXPECT_THAT(bootstrap.Runs(), IsEmpty());
}

TEST(MakeBaseImage, NamesThePublicImageThatCannotBeHad) {
  FakeEngine engine;
  engine.FailNext("POST", "/build", 500, "no such host");
  EXPECT_THAT(MakeBaseImage(Context(), engine.client(), RecipeOnAPublicImage(),
                            {}, NoProgress()),
              StatusIs(absl::StatusCode::kUnknown,
                       "from the public image 'ubuntu:22.04': no such host"));
}

TEST(MakeBaseImage, NamesThePackageOfAMissingMmdebstrap) {
  FakeBootstrap bootstrap("");
  bootstrap.Remove();
  FakeEngine engine;
  EXPECT_THAT(MakeBaseImage(Context(), engine.client(), SmallRecipe(), {},
                            NoProgress()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("apt-get install mmdebstrap")));
  EXPECT_THAT(engine.requests(), IsEmpty());
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(MakeBaseImage, SaysWhatMmdebstrapSays) {
  const FakeBootstrap bootstrap(
      "printf 'I: hello\\nE: no such suite\\nE: exiting\\n' >&2; "
      "mkdir $TMPDIR/chroot; exit 25");
  FakeEngine engine;
  const absl::Status status = MakeBaseImage(Context(), engine.client(),
                                            SmallRecipe(), {}, NoProgress());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("exit code 25: no such suite")));
  EXPECT_THAT(GetOutput(status), HasSubstr("I: hello"));
  EXPECT_THAT(engine.requests(), IsEmpty());
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(MakeBaseImage, LeavesNothingWhenInterrupted) {
  // Reading a pipe that it holds open itself, it goes on until it is ended.
  const FakeBootstrap bootstrap(
      "mkdir $TMPDIR/chroot; mkfifo $TMPDIR/pipe; echo working >&2; "
      "exec cat <>$TMPDIR/pipe >$target");
  FakeEngine engine;
  CancellingProgress progress;
  EXPECT_THAT(MakeBaseImage(Context().WithCancellation(progress.cancellation),
                            engine.client(), SmallRecipe(), {}, progress),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(engine.requests(), IsEmpty());
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(MakeBaseImage, PassesARefusedImportOn) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.FailNext("POST", "/images/create", 500, "no space left on device");
  EXPECT_THAT(MakeBaseImage(Context(), engine.client(), SmallRecipe(), {},
                            NoProgress()),
              StatusIs(absl::StatusCode::kUnknown,
                       HasSubstr("no space left on device")));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(MakeBaseImage, LeavesNoImageWhoseImportFailed) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.LoseNextAnswer("POST", "/images/create");
  EXPECT_THAT(MakeBaseImage(Context(), engine.client(), SmallRecipe(), {},
                            NoProgress()),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(engine.client().InspectImage(Context(),
                                           NameBase(SmallRecipe()).reference),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
