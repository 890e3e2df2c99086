#include "common/docker/progress_reader.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::SizeIs;

TEST(ProgressReader, ReadsTheSameLinesHoweverTheyAreCut) {
  const std::string text =
      "{\"stream\":\"Step 1\\n\"}\r\n\r\n{\"status\":\"sha256:1\"}\n"
      "{\"stream\":\"last\"}";
  for (size_t size = 1; size <= text.size(); ++size) {
    std::vector<std::string> seen;
    ProgressReader reader([&](const docker::BuildProgress& progress) {
      seen.push_back(absl::StrCat(progress.stream(), progress.status()));
    });
    for (size_t i = 0; i < text.size(); i += size) {
      EXPECT_THAT(reader.Feed(absl::string_view(text).substr(i, size)), IsOk());
    }
    EXPECT_THAT(reader.Finish(), IsOk());
    EXPECT_THAT(seen, ElementsAre("Step 1\n", "sha256:1", "last"));
  }
}

TEST(ProgressReader, FailsWithTheErrorAndTheOutputBeforeIt) {
  ProgressReader reader(nullptr);
  ASSERT_THAT(reader.Feed("{\"stream\":\"cp: no such file\"}\n"
                          "{\"errorDetail\":{\"code\":1},\"error\":\"it "
                          "returned 1\"}\n"),
              IsOk());
  const absl::Status status = reader.Finish();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kFailedPrecondition, "it returned 1"));
  EXPECT_EQ(GetOutput(status), "cp: no such file");
}

TEST(ProgressReader, KeepsTheLastOfMuchOutput) {
  ProgressReader reader(nullptr);
  for (int i = 0; i < 10000; ++i) {
    ASSERT_THAT(reader.Feed(absl::StrCat("{\"stream\":\"line ", i, "\\n\"}\n")),
                IsOk());
  }
  ASSERT_THAT(reader.Feed("{\"error\":\"failed\"}\n"), IsOk());
  const std::string output = GetOutput(reader.Finish());
  EXPECT_THAT(output, EndsWith("line 9999\n"));
  EXPECT_THAT(output, SizeIs(testing::Lt(20000u)));
}

TEST(ProgressReader, TellsALineThatItDoesNotUnderstand) {
  ProgressReader reader(nullptr);
  EXPECT_THAT(reader.Feed("<html>\n"), StatusIs(absl::StatusCode::kUnknown));
  ProgressReader cut(nullptr);
  ASSERT_THAT(cut.Feed("{\"stream\":"), IsOk());
  EXPECT_THAT(cut.Finish(), StatusIs(absl::StatusCode::kUnknown));
}

}  // namespace
}  // namespace minidcos
