// Timing whole commands against each other.

#ifndef MINIDCOS_TESTING_BENCH_MEASURE_H_
#define MINIDCOS_TESTING_BENCH_MEASURE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace minidcos {

struct Measured {
  absl::Duration time;
  // Of the largest single process among the command and its children.
  double peak_kib = 0;
};

// Runs `argv` to its end with the file `input` on its standard input; its
// output is dropped. Ends the program if it fails: a figure of a failed command
// means nothing.
Measured Measure(const std::vector<std::string>& argv,
                 const std::string& input);

// "minimum median maximum" of `values`, in the given number of decimals.
std::string Spread(std::vector<double> values, int decimals);

// What two commands that do the same work take, run in turn.
struct Comparison {
  std::vector<std::string> ours;
  std::vector<std::string> theirs;
  // What both read from their standard input.
  std::string input = "/dev/null";
  // Whose command theirs is.
  std::string their_name = "docker CLI";
  // Done after each run of either, not timed.
  std::function<void()> undo_ours = [] {};
  std::function<void()> undo_theirs = [] {};
  // Done before each run of ours or theirs, not timed.
  std::function<void()> prepare_ours = [] {};
  std::function<void()> prepare_theirs = [] {};
};

// Runs each `runs` times after one round that does not count, and prints times,
// peak memory and the ratios ours by theirs, pair by pair.
void Compare(const std::string& title, const Comparison& comparison, int runs);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_BENCH_MEASURE_H_
