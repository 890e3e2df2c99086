#include "common/cluster/provision/undo.h"

#include <unistd.h>

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A create of the cluster "x" that has made a master. Its context has ended
// already: only that of cleaning up goes on.
class UndoTest : public testing::Test {
 protected:
  UndoTest()
      : parent_(*ScopedFolder::Make(testing::TempDir(), "undo-")),
        creation_({.cluster_id = "x",
                   .word = "word",
                   .workspace = *MakeWorkspace(parent_.path(), "x", "host")}),
        operation_({Context().WithTimeout(absl::ZeroDuration()),
                    Context().WithTimeout(absl::Seconds(30)), engine_.client(),
                    progress_}) {
    AddNode(0, "word");
  }

  void AddNode(int index, const std::string& word) {
    FakeContainer node = FakeNodeContainer("x", NodeRole::kMaster, index);
    node.labels[kCreationLabel] = word;
    engine_.AddContainer(node);
  }

  bool HasWorkspace() {
    return access(creation_.workspace.path.c_str(), F_OK) == 0;
  }

  FakeEngine engine_;
  RecordingProgress progress_;
  const ScopedFolder parent_;
  Creation creation_;
  const Operation operation_;
};

TEST_F(UndoTest, RemovesWhatThisCreateHasMadeAndNothingElse) {
  AddNode(1, "other");
  engine_.AddVolume({.name = "v", .labels = {{kCreationLabel, "word"}}});
  engine_.AddVolume({.name = "w", .labels = {{kCreationLabel, "other"}}});
  EXPECT_THAT(Undo(operation_, creation_), IsOk());
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_EQ(engine_.containers()[0].name, "dcos-e2e-x.master-1");
  ASSERT_THAT(engine_.volumes(), SizeIs(1));
  EXPECT_EQ(engine_.volumes()[0].name, "w");
  EXPECT_FALSE(HasWorkspace());
  EXPECT_THAT(progress_.lines(),
              ElementsAre("begin Removing what was made", "done"));
}

TEST_F(UndoTest, RemovesWhatIsMadeWhileItLooks) {
  const auto removal = engine_.StallNext("DELETE", "/containers/.*");
  std::thread undo([&] { EXPECT_THAT(Undo(operation_, creation_), IsOk()); });
  removal->WaitForRequest();
  AddNode(1, "word");
  removal->Release();
  undo.join();
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(UndoTest, SaysWhichNodesAreLeftAndRemovesTheWorkspace) {
  engine_.FailNext("DELETE", "/containers/.*", 500, "device is busy");
  EXPECT_THAT(
      Undo(operation_, creation_),
      StatusIs(absl::StatusCode::kUnknown,
               AllOf(HasSubstr("left behind"), HasSubstr("cluster 'x'"),
                     HasSubstr("device is busy"), HasSubstr("minidcos clean"),
                     Not(HasSubstr(parent_.path())))));
  EXPECT_FALSE(HasWorkspace());
  EXPECT_EQ(progress_.lines().back(), "failed");
}

TEST_F(UndoTest, SaysThatTheWorkspaceIsLeftAndRemovesTheNodes) {
  creation_.workspace.path = parent_.path();
  EXPECT_THAT(Undo(operation_, creation_),
              StatusIs(absl::StatusCode::kUnknown,
                       AllOf(HasSubstr("left behind"),
                             HasSubstr("'" + parent_.path() + "'"))));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(UndoTest, BecauseOfACauseReturnsTheCause) {
  absl::Status cause = absl::CancelledError("interrupted");
  SetOutput(cause, "last words");
  const absl::Status status = UndoBecause(operation_, creation_, cause);
  EXPECT_EQ(status, cause);
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(UndoTest, BecauseOfACauseAddsWhatIsLeft) {
  absl::Status cause = absl::CancelledError("interrupted");
  SetOutput(cause, "last words");
  engine_.FailNext("GET", "/containers/json", 500, "out of order");
  const absl::Status status = UndoBecause(operation_, creation_, cause);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kCancelled,
                               AllOf(HasSubstr("interrupted; left behind: "),
                                     HasSubstr("out of order"))));
  EXPECT_EQ(GetOutput(status), "last words");
}

TEST_F(UndoTest, OfContainersAloneLeavesTheWorkspace) {
  EXPECT_THAT(RemoveCreated(operation_, "word"), IsOk());
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_TRUE(HasWorkspace());
}

TEST_F(UndoTest, EndsWithTheContextOfCleaningUp) {
  Cancellation second_interrupt;
  second_interrupt.Cancel();
  const Operation operation = {Context(),
                               Context().WithCancellation(second_interrupt),
                               engine_.client(), progress_};
  EXPECT_THAT(Undo(operation, creation_),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("interrupted")));
  EXPECT_THAT(engine_.containers(), SizeIs(1));
}

}  // namespace
}  // namespace minidcos
