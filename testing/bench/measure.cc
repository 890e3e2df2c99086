#include "testing/bench/measure.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace minidcos {
namespace {

[[noreturn]] void Exec(const std::vector<std::string>& argv,
                       const std::string& input) {
  const int null = open("/dev/null", O_RDWR);
  dup2(open(input.c_str(), O_RDONLY), 0);
  dup2(null, 1);
  dup2(null, 2);
  std::vector<char*> words;
  for (const std::string& word : argv) {
    words.push_back(const_cast<char*>(word.c_str()));
  }
  words.push_back(nullptr);
  execvp(words[0], words.data());
  _exit(127);
}

struct Side {
  std::vector<double> milliseconds;
  std::vector<double> peak_kib;

  void Add(const Measured& measured) {
    milliseconds.push_back(absl::ToDoubleMilliseconds(measured.time));
    peak_kib.push_back(measured.peak_kib);
  }
};

std::string Ratio(const std::vector<double>& ours,
                  const std::vector<double>& theirs) {
  std::vector<double> ratios;
  for (size_t i = 0; i < ours.size(); ++i) {
    ratios.push_back(ours[i] / theirs[i]);
  }
  return Spread(ratios, 2);
}

}  // namespace

Measured Measure(const std::vector<std::string>& argv,
                 const std::string& input) {
  const absl::Time start = absl::Now();
  const pid_t pid = fork();
  if (pid == 0) Exec(argv, input);
  int status = 0;
  rusage usage = {};
  wait4(pid, &status, 0, &usage);
  const absl::Time end = absl::Now();
  if (status != 0) {
    absl::FPrintF(stderr, "failed (%d): %s\n", status,
                  absl::StrJoin(argv, " "));
    std::exit(1);
  }
  return {.time = end - start,
          .peak_kib = static_cast<double>(usage.ru_maxrss)};
}

std::string Spread(std::vector<double> values, int decimals) {
  std::sort(values.begin(), values.end());
  return absl::StrFormat("%.*f %.*f %.*f", decimals, values.front(), decimals,
                         values[values.size() / 2], decimals, values.back());
}

void Compare(const std::string& title, const Comparison& comparison, int runs) {
  Side ours;
  Side theirs;
  const auto run_ours = [&](bool counts) {
    comparison.prepare_ours();
    const Measured measured = Measure(comparison.ours, comparison.input);
    if (counts) ours.Add(measured);
    comparison.undo_ours();
  };
  const auto run_theirs = [&](bool counts) {
    comparison.prepare_theirs();
    const Measured measured = Measure(comparison.theirs, comparison.input);
    if (counts) theirs.Add(measured);
    comparison.undo_theirs();
  };
  for (int round = 0; round <= runs; ++round) {
    // Whoever is second meets what the first has left in caches.
    const bool ours_first = round % 2 == 1;
    if (ours_first) run_ours(round > 0);
    run_theirs(round > 0);
    if (!ours_first) run_ours(round > 0);
  }
  absl::PrintF("%s\n", title);
  absl::PrintF("  %-10s %-26s %-26s %s\n", "", "ours", comparison.their_name,
               "ratio");
  absl::PrintF("  %-10s %-26s %-26s %s\n", "ms", Spread(ours.milliseconds, 0),
               Spread(theirs.milliseconds, 0),
               Ratio(ours.milliseconds, theirs.milliseconds));
  absl::PrintF("  %-10s %-26s %-26s %s\n", "peak KiB", Spread(ours.peak_kib, 0),
               Spread(theirs.peak_kib, 0),
               Ratio(ours.peak_kib, theirs.peak_kib));
  std::fflush(stdout);
}

}  // namespace minidcos
