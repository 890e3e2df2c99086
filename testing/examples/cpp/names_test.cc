// What nodes are called.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/cluster.h"

namespace {

using ::minidcos::ExitsWith;
using ::minidcos::Prints;
using ::minidcos::RunsOn;
using ::testing::HasSubstr;

class Names : public minidcos::ClusterTest {
 protected:
  Names() : ClusterTest({.masters = 1, .agents = 1, .public_agents = 0}) {}
};

TEST_F(Names, AreRolesAndNumbers) {
  EXPECT_THAT(RunsOn(masters().front(), "hostname"), Prints("master-0"));
  EXPECT_THAT(RunsOn(agents().front(), "hostname"), Prints("agent-0"));
}

TEST_F(Names, AreKnownToTheOthers) {
  EXPECT_THAT(RunsOn(masters().front(), "getent hosts agent-0"),
              Prints(HasSubstr(agents().front().ip_address())));
  EXPECT_THAT(RunsOn(masters().front(), "getent hosts agent-7"), ExitsWith(2));
}

}  // namespace
