#include "common/docker/raw_stream.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/docker/stream.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using Channel = EngineStream::Channel;

std::string Frame(char channel, absl::string_view bytes) {
  std::string header(8, '\0');
  header[0] = channel;
  for (int i = 0; i < 4; ++i) {
    header[7 - i] = static_cast<char>(bytes.size() >> (8 * i));
  }
  return absl::StrCat(header, bytes);
}

// What comes out on stdout and on stderr when the bytes arrive in pieces of
// `size`.
std::pair<std::string, std::string> Decode(absl::string_view bytes,
                                           size_t size) {
  RawStreamDecoder decoder;
  std::pair<std::string, std::string> output;
  for (size_t i = 0; i < bytes.size(); i += size) {
    decoder.Feed(bytes.substr(i, size));
    while (true) {
      const auto piece = decoder.Next();
      EXPECT_THAT(piece, IsOk());
      if (!piece.ok() || piece->bytes.empty()) break;
      (piece->channel == Channel::kStdout ? output.first : output.second) +=
          piece->bytes;
    }
  }
  EXPECT_TRUE(decoder.AtBoundary());
  return output;
}

TEST(RawStreamDecoder, DecodesTheSameHoweverTheBytesAreCut) {
  const std::string bytes = absl::StrCat(
      Frame(1, "out"), Frame(2, "err"), Frame(1, ""), Frame(0, "in"),
      Frame(3, "engine"), Frame(1, std::string(300, 'x')), Frame(2, ""));
  const std::pair<std::string, std::string> expected = {
      absl::StrCat("outin", std::string(300, 'x')), "errengine"};
  for (size_t size = 1; size <= bytes.size(); ++size) {
    EXPECT_EQ(Decode(bytes, size), expected) << "pieces of " << size;
  }
}

TEST(RawStreamDecoder, GivesOutputBeforeItsFrameIsWhole) {
  RawStreamDecoder decoder;
  const std::string frame = Frame(2, "abcdef");
  decoder.Feed(absl::string_view(frame).substr(0, 11));
  auto piece = decoder.Next();
  ASSERT_THAT(piece, IsOk());
  EXPECT_EQ(piece->channel, Channel::kStderr);
  EXPECT_EQ(piece->bytes, "abc");
  EXPECT_FALSE(decoder.AtBoundary());
  decoder.Feed(absl::string_view(frame).substr(11));
  piece = decoder.Next();
  ASSERT_THAT(piece, IsOk());
  EXPECT_EQ(piece->bytes, "def");
  EXPECT_TRUE(decoder.AtBoundary());
}

TEST(RawStreamDecoder, JoinsWhatIsThereOfOneChannel) {
  RawStreamDecoder decoder;
  decoder.Feed(absl::StrCat(Frame(1, "a"), Frame(0, "b"), Frame(1, ""),
                            Frame(1, "c"), Frame(2, "d"), Frame(3, "e"),
                            Frame(1, "f")));
  std::vector<std::pair<Channel, std::string>> pieces;
  while (true) {
    const auto piece = decoder.Next();
    ASSERT_THAT(piece, IsOk());
    if (piece->bytes.empty()) break;
    pieces.emplace_back(piece->channel, piece->bytes);
  }
  EXPECT_THAT(pieces,
              testing::ElementsAre(testing::Pair(Channel::kStdout, "abc"),
                                   testing::Pair(Channel::kStderr, "de"),
                                   testing::Pair(Channel::kStdout, "f")));
  EXPECT_TRUE(decoder.AtBoundary());
}

TEST(RawStreamDecoder, ReadsLengthsOfAllFourBytes) {
  RawStreamDecoder decoder;
  const std::string bytes(70000, 'x');
  decoder.Feed(Frame(1, bytes));
  const auto piece = decoder.Next();
  ASSERT_THAT(piece, IsOk());
  EXPECT_EQ(piece->bytes.size(), 70000u);
  EXPECT_TRUE(decoder.AtBoundary());
}

TEST(RawStreamDecoder, KnowsThatAHeaderIsNotWhole) {
  RawStreamDecoder decoder;
  EXPECT_TRUE(decoder.AtBoundary());
  decoder.Feed(absl::string_view("\1\0\0", 3));
  EXPECT_THAT(decoder.Next(), IsOk());
  EXPECT_FALSE(decoder.AtBoundary());
}

TEST(RawStreamDecoder, RefusesWhatIsNoFrame) {
  for (const std::string& bytes :
       {std::string("plain text"), std::string("\4\0\0\0\0\0\0\1x", 9),
        std::string("\1\0\1\0\0\0\0\1x", 9),
        std::string("\xff\0\0\0\0\0\0\1", 8)}) {
    RawStreamDecoder decoder;
    decoder.Feed(bytes);
    EXPECT_THAT(decoder.Next(), StatusIs(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace minidcos
