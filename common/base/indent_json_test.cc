#include "common/base/indent_json.h"

#include <string>

#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(IndentJson, PutsEachValueOnALine) {
  EXPECT_EQ(IndentJson(R"({"a":[1,{"b":null}],"c":"d"})"), R"({
    "a": [
        1,
        {
            "b": null
        }
    ],
    "c": "d"
}
)");
}

TEST(IndentJson, LeavesStringsAndNumbersAsTheyAre) {
  EXPECT_EQ(IndentJson(R"(["{[,:]} \"x\\",-1.50e+10,9223372036854775807])"),
            R"([
    "{[,:]} \"x\\",
    -1.50e+10,
    9223372036854775807
]
)");
}

TEST(IndentJson, KeepsWhatIsEmptyOnItsLine) {
  EXPECT_EQ(IndentJson(R"({"a":{},"b":[ ]})"), R"({
    "a": {},
    "b": []
}
)");
}

TEST(IndentJson, DoesNotMindHowItWasWritten) {
  const std::string indented = IndentJson(R"( { "a" : [ 1 , 2 ] } )");
  EXPECT_EQ(indented, IndentJson(R"({"a":[1,2]})"));
  EXPECT_EQ(indented, IndentJson(indented));
}

TEST(IndentJson, LosesNothingOfWhatIsNoJson) {
  for (const std::string text : {"", "]]}", "{", "\"open", "\"open\\", "no"}) {
    std::string kept;
    for (const char c : IndentJson(text)) {
      if (c != ' ' && c != '\n') kept.push_back(c);
    }
    EXPECT_EQ(kept, text);
  }
}

}  // namespace
}  // namespace minidcos
