#include "testing/sample_dcos/services/exhibitor.h"

#include <string>

#include "common/base/json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

TEST(Exhibitor, HasAnItemForEachMasterAndTheFirstThatServesLeads) {
  const Exhibitor exhibitor(
      {"10.0.0.1", "10.0.0.2", "10.0.0.3"},
      [](const std::string& ip) { return ip != "10.0.0.1"; });
  const Served served(
      [&](HttpExchange& exchange) { exhibitor.Handle(exchange); });
  const HttpAnswer answer = served.Get("/exhibitor/v1/cluster/status");
  ExhibitorServers servers;
  ASSERT_THAT(ParseJsonArray(answer.body, servers), IsOk());
  ASSERT_EQ(servers.items_size(), 3);
  EXPECT_EQ(servers.items(0).hostname(), "10.0.0.1");
  EXPECT_EQ(servers.items(0).code(), 1);
  EXPECT_FALSE(servers.items(0).is_leader());
  EXPECT_EQ(servers.items(1).code(), 3);
  EXPECT_EQ(servers.items(1).description(), "serving");
  EXPECT_TRUE(servers.items(1).is_leader());
  EXPECT_FALSE(servers.items(2).is_leader());
}

TEST(Exhibitor, SaysThatItServes) {
  const Exhibitor exhibitor({}, nullptr);
  const Served served(
      [&](HttpExchange& exchange) { exhibitor.Handle(exchange); });
  EXPECT_EQ(served.Get("/exhibitor/v1/cluster/state").status, 200);
  EXPECT_EQ(served.Get("/nonsense").status, 404);
}

}  // namespace
}  // namespace minidcos::sample
