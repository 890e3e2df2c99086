#include "testing/sample_dcos/node/systemd.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

constexpr char kUnits[] = R"(Type=notify
Result=success
Id=dcos-marathon.service
Description=Marathon: a=b
LoadState=loaded
ActiveState=active
SubState=running

Type=oneshot
Result=success
Id=dcos-setup.service
LoadState=loaded
ActiveState=inactive
SubState=dead

Type=notify
Result=success
Id=dcos-stopped.service
LoadState=loaded
ActiveState=inactive
SubState=dead

Type=oneshot
Result=exit-code
Id=dcos-broken.service
LoadState=loaded
ActiveState=inactive
SubState=dead

Type=
Id=dcos-missing.service
LoadState=not-found
ActiveState=active
SubState=running
)";

auto Unit(const char* id, bool healthy) {
  return AllOf(Field(&UnitState::id, id), Field(&UnitState::healthy, healthy));
}

TEST(ParseUnits, TellsWhatRunsOrHadItsTurnFromWhatDoesNot) {
  EXPECT_THAT(ParseUnits(kUnits),
              ElementsAre(Unit("dcos-marathon.service", true),
                          Unit("dcos-setup.service", true),
                          Unit("dcos-stopped.service", false),
                          Unit("dcos-broken.service", false),
                          Unit("dcos-missing.service", false)));
}

TEST(ParseUnits, KeepsWordsForPeople) {
  const auto units = ParseUnits(kUnits);
  EXPECT_EQ(units[0].description, "Marathon: a=b");
  EXPECT_EQ(units[2].state, "loaded inactive dead");
}

TEST(ParseUnits, FindsNothingInNothing) {
  EXPECT_THAT(ParseUnits(""), IsEmpty());
}

}  // namespace
}  // namespace minidcos::sample
