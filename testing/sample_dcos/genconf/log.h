// genconf's log: coloured lines on standard error, terminal or not.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_LOG_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_LOG_H_

#include <ostream>

#include "absl/strings/string_view.h"

namespace minidcos::sample {

class Log {
 public:
  // Debug() writes only if `verbose`.
  Log(std::ostream& stream, bool verbose)
      : stream_(stream), verbose_(verbose) {}

  void Debug(absl::string_view text) {
    if (verbose_) stream_ << "\x1b[32m" << text << "\x1b[0m\n";
  }

  // A headline: "====> TEXT".
  void Header(absl::string_view text) {
    stream_ << "\x1b[33m====> " << text << "\x1b[0m\n";
  }

  void Error(absl::string_view text) {
    stream_ << "\x1b[31;1m" << text << "\x1b[0m\n";
  }

 private:
  std::ostream& stream_;
  const bool verbose_;
};

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_LOG_H_
