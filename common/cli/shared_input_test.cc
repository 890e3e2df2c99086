#include "common/cli/shared_input.h"

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

class SharedInputTest : public testing::Test {
 protected:
  SharedInputTest() { EXPECT_EQ(pipe(fds_), 0); }
  ~SharedInputTest() override {
    input_.reset();
    close(fds_[0]);
    EndInput();
  }

  void Start(int readers) {
    input_ = *SharedInput::Start(Deadline(), fds_[0], readers);
  }

  static Context Deadline() { return Context().WithTimeout(absl::Seconds(30)); }

  void WriteInput(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = write(fds_[1], bytes.data(), bytes.size());
      ASSERT_GT(written, 0);
      bytes.remove_prefix(written);
    }
  }

  void EndInput() {
    if (fds_[1] >= 0) close(std::exchange(fds_[1], -1));
  }

  std::string ReadAll(int reader) {
    std::string all;
    while (true) {
      const auto piece = input_->Read(Deadline(), reader);
      EXPECT_THAT(piece, IsOk());
      if (!piece.ok() || piece->empty()) return all;
      all += *piece;
    }
  }

  int fds_[2];
  std::unique_ptr<SharedInput> input_;
};

// More than all buffers on the way hold.
const std::string& MuchInput() {
  static const std::string& input = *new std::string([] {
    std::string made(4'000'000, '\0');
    for (size_t i = 0; i < made.size(); ++i) {
      made[i] = static_cast<char>(i * 31 >> 3);
    }
    return made;
  }());
  return input;
}

TEST_F(SharedInputTest, GivesEveryReaderAllOfIt) {
  constexpr int kReaders = 3;
  Start(kReaders);
  std::vector<std::string> got(kReaders);
  std::vector<std::thread> threads;
  for (int i = 0; i < kReaders; ++i) {
    threads.emplace_back([this, i, &got] { got[i] = ReadAll(i); });
  }
  WriteInput(MuchInput());
  EndInput();
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : got) EXPECT_TRUE(text == MuchInput());
}

TEST_F(SharedInputTest, PassesOnWhatComesAtOnce) {
  Start(2);
  for (const std::string text : {"a", "bc"}) {
    WriteInput(text);
    EXPECT_THAT(input_->Read(Deadline(), 0), IsOkAndHolds(text));
    EXPECT_THAT(input_->Read(Deadline(), 1), IsOkAndHolds(text));
  }
}

TEST_F(SharedInputTest, WaitsForNobodyThatHasLeft) {
  Start(3);
  std::thread reader([this] { EXPECT_TRUE(ReadAll(1) == MuchInput()); });
  std::thread writer([this] {
    WriteInput(MuchInput());
    EndInput();
  });
  EXPECT_THAT(input_->Read(Deadline(), 2), IsOk());
  input_->Leave(2);
  input_->Leave(0);
  writer.join();
  reader.join();
}

TEST_F(SharedInputTest, EndsWithTheContextOfAReader) {
  Start(1);
  Cancellation cancelled;
  cancelled.Cancel();
  EXPECT_THAT(input_->Read(Deadline().WithCancellation(cancelled), 0),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(SharedInputTest, TellsEveryReaderWhyItCannotBeRead) {
  const int folder = open("/", O_RDONLY | O_CLOEXEC);
  input_ = *SharedInput::Start(Deadline(), folder, 2);
  for (const int reader : {0, 1}) {
    EXPECT_THAT(input_->Read(Deadline(), reader),
                StatusIs(absl::StatusCode::kUnknown,
                         testing::HasSubstr("Is a directory")));
  }
  input_.reset();
  close(folder);
}

TEST_F(SharedInputTest, GoesWhileInputIsWaitedFor) {
  Start(2);
  input_.reset();
  EXPECT_EQ(input_, nullptr);
}

}  // namespace
}  // namespace minidcos
