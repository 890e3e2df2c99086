#include "testing/sample_dcos/services/frameworks.h"

#include "gtest/gtest.h"
#include "testing/sample_dcos/services/served.h"

namespace minidcos::sample {
namespace {

TEST(Frameworks, AnswerOnceTheMasterIsReady) {
  bool ready = false;
  const Served marathon(
      [&](HttpExchange& exchange) { HandleMarathon(exchange, ready); });
  const Served metronome(
      [&](HttpExchange& exchange) { HandleMetronome(exchange, ready); });
  EXPECT_EQ(marathon.Get("/v2/info").status, 503);
  EXPECT_EQ(metronome.Get("/v1/jobs").status, 503);
  ready = true;
  EXPECT_EQ(marathon.Get("/v2/info").status, 200);
  EXPECT_EQ(metronome.Get("/v1/jobs").body, "[]");
  EXPECT_EQ(metronome.Get("/nonsense").status, 404);
}

}  // namespace
}  // namespace minidcos::sample
