#include "common/cli/completion.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/cli/flag.h"
#include "common/cli/tool_info.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = Completion::Kind;

// A tool with a flag of each kind.
struct Tool {
  std::string id = "default";
  std::string node;
  std::string file;
  std::string folder;
  std::string volume;
  std::string format;
  std::string driver;
  int32_t number = 1;
  bool wait = false;
  bool spinner = true;
  ToolInfo info = {.name = "minidcos-x",
                   .summary = "Do it.",
                   .usage = "SRC [ID...]",
                   .max_args = kAnyNumber};

  std::vector<FlagGroup> Flags() {
    return {
        {"Some",
         {{.name = "cluster-id",
           .target = &id,
           .value = "ID",
           .help = "the cluster",
           .letter = 'c'},
          {.name = "node", .target = &node, .value = "REF", .help = "a node"},
          {.name = "file", .target = &file, .value = "FILE", .help = "a file"},
          {.name = "folder", .target = &folder, .value = "DIR", .help = "one"},
          {.name = "volume",
           .target = &volume,
           .value = "[SRC:]DST[:ro|rw]",
           .help = "one"},
          {.name = "format",
           .target = &format,
           .value = "FORMAT",
           .help = "which",
           .choices = {"json", "text"}},
          {.name = "driver",
           .target = &driver,
           .value = "DRIVER",
           .help = "which",
           .suggestions = {"vfs", "overlay2"}},
          {.name = "number", .target = &number, .value = "N", .help = "one"},
          {.name = "wait", .target = &wait, .help = "wait"},
          {.name = "spinner", .target = &spinner, .help = "draw"}}}};
  }

  Completion At(const std::vector<std::string>& words) {
    return Complete(info, Flags(), words);
  }

  std::string Words(const std::vector<std::string>& words) {
    const Completion completion = At(words);
    EXPECT_EQ(completion.kind, Kind::kWords);
    return absl::StrJoin(completion.candidates, " ",
                         [](std::string* out, const Candidate& candidate) {
                           out->append(candidate.word);
                         });
  }
};

TEST(Complete, KnowsWhatAValueIs) {
  const struct {
    std::vector<std::string> words;
    Kind kind;
  } cases[] = {
      {{"--cluster-id", ""}, Kind::kClusters},
      {{"--cluster_id", ""}, Kind::kClusters},
      {{"-c", "de"}, Kind::kClusters},
      {{"--wait", "--node", ""}, Kind::kNodes},
      {{"--file", "/tmp/"}, Kind::kFiles},
      {{"--file", "-"}, Kind::kFiles},
      {{"--folder", ""}, Kind::kFolders},
      {{"--volume", ""}, Kind::kFiles},
      {{"--number", ""}, Kind::kWords},
      {{""}, Kind::kFiles},
      {{"file", ""}, Kind::kClusters},
      {{"--wait", "file", "-cx", "one", "two", ""}, Kind::kClusters},
      {{"--", "-"}, Kind::kFiles},
      {{"file", "--", "--"}, Kind::kClusters},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Tool().At(c.words).kind, c.kind) << absl::StrJoin(c.words, " ");
  }
}

TEST(Complete, OffersTheValuesThatHelpKnows) {
  EXPECT_EQ(Tool().Words({"--format", ""}), "json text");
  EXPECT_EQ(Tool().Words({"--format", "j"}), "json");
  EXPECT_EQ(Tool().Words({"--driver", "o"}), "overlay2");
  EXPECT_EQ(Tool().Words({"--format", "x"}), "");
}

TEST(Complete, KeepsTheFlagThatStandsBeforeItsValue) {
  EXPECT_EQ(Tool().Words({"--format=t"}), "--format=text");
  const Completion clusters = Tool().At({"--cluster-id=de"});
  EXPECT_EQ(clusters.kind, Kind::kClusters);
  EXPECT_EQ(clusters.prefix, "--cluster-id=");
  EXPECT_EQ(Tool().At({"--file=/etc/"}).kind, Kind::kFiles);
  EXPECT_EQ(Tool().Words({"--wait=t"}), "");
  EXPECT_EQ(Tool().Words({"--no-such=t"}), "");
}

TEST(Complete, OffersFlagsAndTheNegationOfWhatIsOn) {
  EXPECT_EQ(Tool().Words({"--n"}), "--node --number --no-spinner");
  EXPECT_EQ(Tool().Words({"--spinner", "--no-s"}), "--no-spinner");
  EXPECT_EQ(Tool().Words({"--w"}), "--wait");
  const Completion flags = Tool().At({"file", "--cl"});
  ASSERT_EQ(flags.candidates.size(), 1u);
  EXPECT_EQ(flags.candidates[0].description, "the cluster (default: default)");
}

TEST(Complete, ReadsTheFlagsBeforeTheCursor) {
  Tool tool;
  tool.At({"file", "-c", "other", "--node", ""});
  EXPECT_EQ(tool.id, "other");
}

TEST(Complete, OffersNothingOnALineThatIsWrong) {
  EXPECT_EQ(Tool().Words({"--no-such-flag", "--w"}), "");
  EXPECT_EQ(Tool().Words({}), "");
}

TEST(Complete, OffersNothingWhereNoArgumentIsExpected) {
  Tool tool;
  tool.info.usage = "FILE";
  tool.info.max_args = 1;
  EXPECT_EQ(tool.At({""}).kind, Kind::kFiles);
  EXPECT_EQ(tool.Words({"file", ""}), "");
  tool.info.usage = "";
  tool.info.max_args = 0;
  EXPECT_EQ(tool.Words({""}), "");
}

TEST(Complete, LeavesTheFlagsOfACommandAlone) {
  Tool tool;
  tool.info.usage = "CMD...";
  tool.info.runs_command = true;
  EXPECT_EQ(tool.At({""}).kind, Kind::kPrograms);
  EXPECT_EQ(tool.Words({"--fo"}), "--folder --format");
  EXPECT_EQ(tool.At({"ls", "--fo"}).kind, Kind::kFiles);
  EXPECT_EQ(tool.At({"ls", "-c", ""}).kind, Kind::kFiles);
}

TEST(CompletionText, IsALinePerCandidate) {
  EXPECT_EQ(CompletionText({.candidates = {{"a", "first\tone"}, {"b"}}}),
            "words\na\tfirst one\nb\n");
  EXPECT_EQ(CompletionText({.kind = Kind::kFolders}), "folders\n");
}

}  // namespace
}  // namespace minidcos
