#include "common/base/piece_queue.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

const Context kDeadline = Context().WithTimeout(absl::Seconds(30));

std::string PopAll(PieceQueue& queue, int reader) {
  std::string all;
  while (true) {
    const auto piece = queue.Pop(kDeadline, reader);
    EXPECT_THAT(piece, IsOk());
    if (!piece.ok() || piece->empty()) return all;
    all += *piece;
  }
}

// Pushes "a", "b", ... until that waits longer than a moment.
int PushUntilFull(PieceQueue& queue) {
  int pushed = 0;
  while (queue
             .Push(Context().WithTimeout(absl::Milliseconds(50)),
                   std::string(1, static_cast<char>('a' + pushed)))
             .ok()) {
    ++pushed;
  }
  return pushed;
}

TEST(PieceQueue, GivesEveryPieceToEveryReader) {
  constexpr int kPieces = 1000;
  PieceQueue queue(3);
  std::thread writer([&] {
    for (int i = 0; i < kPieces; ++i) {
      EXPECT_THAT(queue.Push(kDeadline, std::string(1, 'a' + i % 26)), IsOk());
    }
    queue.Finish(absl::OkStatus());
  });
  std::vector<std::string> got(3);
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&, i] { got[i] = PopAll(queue, i); });
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();
  std::string expected;
  for (int i = 0; i < kPieces; ++i) expected += static_cast<char>('a' + i % 26);
  EXPECT_THAT(got, testing::Each(expected));
}

TEST(PieceQueue, LetsTheWriterWaitForTheSlowestReader) {
  PieceQueue queue(2);
  const int room = PushUntilFull(queue);
  EXPECT_GT(room, 1);
  EXPECT_LT(room, 26);
  for (int i = 0; i < room; ++i) {
    ASSERT_THAT(queue.Pop(kDeadline, 0), IsOk());
  }
  EXPECT_EQ(PushUntilFull(queue), 0);
  EXPECT_THAT(queue.Pop(kDeadline, 1), IsOkAndHolds("a"));
  EXPECT_EQ(PushUntilFull(queue), 1);
}

TEST(PieceQueue, WaitsForNobodyWhoHasLeft) {
  PieceQueue queue(2);
  const int room = PushUntilFull(queue);
  queue.Leave(1);
  EXPECT_EQ(PushUntilFull(queue), 0);
  EXPECT_THAT(queue.Pop(kDeadline, 0), IsOkAndHolds("a"));
  EXPECT_EQ(PushUntilFull(queue), 1);
  EXPECT_GT(room, 0);
}

TEST(PieceQueue, TellsTheWriterWhenNobodyIsLeft) {
  PieceQueue queue(1);
  PushUntilFull(queue);
  std::thread writer([&] {
    EXPECT_THAT(queue.Push(kDeadline, "x"),
                StatusIs(absl::StatusCode::kCancelled));
  });
  queue.Leave(0);
  writer.join();
}

TEST(PieceQueue, GivesWhatCameBeforeAnErrorThenTheError) {
  PieceQueue queue(1);
  ASSERT_THAT(queue.Push(kDeadline, "a"), IsOk());
  queue.Finish(absl::DataLossError("broken"));
  EXPECT_THAT(queue.Pop(kDeadline, 0), IsOkAndHolds("a"));
  EXPECT_THAT(queue.Pop(kDeadline, 0),
              StatusIs(absl::StatusCode::kDataLoss, "broken"));
}

TEST(PieceQueue, EndsAWaitWithItsContext) {
  PieceQueue queue(1);
  Cancellation cancellation;
  std::thread reader([&] {
    EXPECT_THAT(queue.Pop(kDeadline.WithCancellation(cancellation), 0),
                StatusIs(absl::StatusCode::kCancelled));
  });
  cancellation.Cancel();
  reader.join();
  EXPECT_THAT(queue.Pop(Context().WithTimeout(absl::Milliseconds(1)), 0),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace minidcos
