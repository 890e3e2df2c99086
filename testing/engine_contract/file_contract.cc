#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/tar.h"
#include "common/docker/client.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/engine_contract/contract_fixture.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string TarOf(const std::string& path, const std::string& content) {
  TarWriter tar;
  tar.AddFile(path, content, 0640);
  const auto bytes = tar.Finish();
  EXPECT_THAT(bytes, IsOk());
  return bytes.value_or("");
}

TEST_F(EngineContract, PutsAndGetsFilesBeforeTheStart) {
  const std::string id = Create({"stay", ""});
  ASSERT_THAT(docker().PutArchive(ctx(), id, "/etc", TarOf("file", "bytes")),
              IsOk());
  const auto tar = docker().GetArchive(ctx(), id, "/etc/file");
  ASSERT_THAT(tar, IsOk());
  const auto entries = ReadTar(*tar);
  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_EQ((*entries)[0].path, "file");
  EXPECT_EQ((*entries)[0].content, "bytes");
}

TEST_F(EngineContract, PutsAndGetsBigFilesWhileItRuns) {
  const std::string id = Start({"stay", ""});
  const std::string content(size_t{20} << 20, 'x');
  ASSERT_THAT(docker().PutArchive(ctx(), id, "/", TarOf("root/big", content)),
              IsOk());
  const auto tar = docker().GetArchive(ctx(), id, "/root/big");
  ASSERT_THAT(tar, IsOk());
  const auto entries = ReadTar(*tar);
  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_TRUE((*entries)[0].content == content);
}

TEST_F(EngineContract, PutsAndGetsFilesPieceByPiece) {
  const std::string id = Start({"stay", ""});
  const std::string content(size_t{5} << 20, 'x');
  const std::string tar = TarOf("streamed", content);
  size_t given = 0;
  const BodySource source = [&]() -> absl::StatusOr<std::string> {
    constexpr size_t kPiece = 100'000;
    std::string piece = tar.substr(given, kPiece);
    given += piece.size();
    return piece;
  };
  ASSERT_THAT(docker().PutArchiveFrom(ctx(), id, "/root", source), IsOk());
  std::string got;
  const BodySink sink = [&](absl::string_view piece) {
    absl::StrAppend(&got, piece);
    return absl::OkStatus();
  };
  ASSERT_THAT(docker().GetArchiveInto(ctx(), id, "/root/streamed", sink),
              IsOk());
  const auto entries = ReadTar(got);
  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_TRUE((*entries)[0].content == content);
}

TEST_F(EngineContract, PassesTheErrorsOfAPieceOn) {
  const std::string id = Start({"stay", ""});
  const absl::Status bad = absl::DataLossError("bad disk");
  EXPECT_THAT(
      docker().PutArchiveFrom(ctx(), id, "/root",
                              [&] { return absl::StatusOr<std::string>(bad); }),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("bad disk")));
  ASSERT_THAT(docker().PutArchive(ctx(), id, "/root", TarOf("file", "x")),
              IsOk());
  const BodySink full = [&](absl::string_view) { return bad; };
  EXPECT_THAT(docker().GetArchiveInto(ctx(), id, "/root/file", full),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("bad disk")));
  EXPECT_THAT(docker().GetArchiveInto(ctx(), id, "/no/such", full),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineContract, KnowsWhichFilesThereAre) {
  const std::string id = Create({"stay", ""});
  ASSERT_THAT(docker().PutArchive(ctx(), id, "/etc", TarOf("a b", "")), IsOk());
  EXPECT_THAT(docker().PathExists(ctx(), id, "/etc/a b"), IsOkAndHolds(true));
  EXPECT_THAT(docker().PathExists(ctx(), id, "/etc"), IsOkAndHolds(true));
  EXPECT_THAT(docker().PathExists(ctx(), id, "/etc/a"), IsOkAndHolds(false));
  EXPECT_THAT(docker().GetArchive(ctx(), id, "/etc/a"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/etc/a")));
}

TEST_F(EngineContract, PutsOnlyIntoFoldersThatAreThere) {
  const std::string id = Create({"stay", ""});
  EXPECT_THAT(docker().PutArchive(ctx(), id, "/no/such", TarOf("file", "")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/no/such")));
}

TEST_F(EngineContract, RefusesAnArchiveThatIsNone) {
  const std::string id = Create({"stay", ""});
  EXPECT_THAT(docker().PutArchive(ctx(), id, "/etc", std::string(2000, 'x')),
              testing::Not(IsOk()));
}

TEST_F(EngineContract, HasNoFilesWithoutAContainer) {
  const auto missing = StatusIs(absl::StatusCode::kNotFound,
                                HasSubstr("No such container: nobody"));
  EXPECT_THAT(docker().GetArchive(ctx(), "nobody", "/etc"), missing);
  EXPECT_THAT(docker().PathExists(ctx(), "nobody", "/etc"), missing);
  // It answers before it has read so much.
  EXPECT_THAT(
      docker().PutArchive(ctx(), "nobody", "/etc",
                          TarOf("file", std::string(size_t{20} << 20, 'x'))),
      missing);
}

}  // namespace
}  // namespace minidcos
