#include "common/cluster/image/user_image.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kOurs[] =
    R"({"Config": {"Cmd": ["/usr/sbin/minidcos-init"], "Entrypoint": null,
        "Labels": {"minidcos.image.recipe": "12"}}})";
constexpr char kForeign[] =
    R"({"Config": {"Cmd": ["/usr/sbin/minidcos-init"], "Labels": null}})";
constexpr char kOtherCommand[] =
    R"({"Config": {"Cmd": ["bash"], "Entrypoint": ["/entry"],
        "Labels": {"minidcos.image.recipe": "12"}}})";

class EnsureUserImageTest : public ::testing::Test {
 protected:
  // What the engine says of the image.
  void Image(absl::string_view json) {
    engine_.AnswerNext("GET", "/images/.*/json",
                       absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: ",
                                    json.size(), "\r\n\r\n", json));
  }

  // All files that the next container is asked for are there.
  void HasFiles() {
    for (int i = 0; i < 9; ++i) {
      engine_.AnswerNext("HEAD", "/containers/.*/archive",
                         "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
  }

  absl::Status Ensure() {
    return EnsureUserImage(Context(), engine_.client(), "image:latest",
                           progress_);
  }

  FakeEngine engine_;
  RecordingProgress progress_;
};

TEST_F(EnsureUserImageTest, TakesOneBuiltOnOursAfterOneRequest) {
  Image(kOurs);
  EXPECT_THAT(Ensure(), IsOk());
  EXPECT_THAT(engine_.requests(), SizeIs(2));  // the client's ping, and this
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(EnsureUserImageTest, TakesAnyThatKeepsTheContract) {
  Image(kForeign);
  HasFiles();
  EXPECT_THAT(Ensure(), IsOk());
  EXPECT_EQ(engine_.faults_left(), 0);
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(EnsureUserImageTest, ListsAllThatIsMissing) {
  Image(kForeign);
  EXPECT_THAT(
      Ensure(),
      StatusIs(
          absl::StatusCode::kInvalidArgument,
          AllOf(HasSubstr("the image 'image:latest' cannot be a node: it "
                          "has no /usr/sbin/minidcos-init, "
                          "/usr/sbin/minidcos-ready, "),
                HasSubstr(", /usr/sbin/sshd, "), Not(HasSubstr("command")))));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(EnsureUserImageTest, NamesACommandAndAnEntrypoint) {
  Image(kOtherCommand);
  HasFiles();
  EXPECT_THAT(Ensure(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the image 'image:latest' cannot be a node: its command "
                       "is not /usr/sbin/minidcos-init; it has an entrypoint"));
}

TEST_F(EnsureUserImageTest, RemovesItsContainerWhenALookFails) {
  Image(kForeign);
  engine_.FailNext("HEAD", "/containers/.*/archive", 500, "broken");
  EXPECT_THAT(Ensure(), Not(IsOk()));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(EnsureUserImageTest, PullsWhatIsNotThere) {
  engine_.FailNext("GET", "/images/.*/json", 404, "No such image");
  Image(kOurs);
  EXPECT_THAT(Ensure(), IsOk());
  EXPECT_THAT(progress_.lines(), Contains("begin Pulling image:latest"));
}

TEST_F(EnsureUserImageTest, SaysWhyItCannotBePulled) {
  engine_.FailNext("GET", "/images/.*/json", 404, "No such image");
  engine_.FailNext("POST", "/build", 500, "no such host");
  EXPECT_THAT(Ensure(),
              StatusIs(absl::StatusCode::kNotFound,
                       "the engine has no image 'image:latest' and cannot pull "
                       "it: no such host"));
}

}  // namespace
}  // namespace minidcos
