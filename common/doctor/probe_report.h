// What the probe tells (probe_main_linux.cc), which runs in a container of the
// engine with a node's privileges:
//
//   time                  seconds since 1970, with a fraction
//   clock-synchronized    1 or 0: whether the kernel's clock is (adjtimex(2))
//   sysctl/PATH           the content of /proc/sys/PATH
//   open-files            the hard limit of a process
//   cgroup-v1             hierarchies of cgroup v1, "name=systemd,memory,..."
//   cgroup-v2             controllers of cgroup v2, "cpu memory pids"
//   space                 bytes left where the engine keeps volumes
//   root-space            bytes left where it keeps what containers write, and
//                         so images
//   kernel                the kernel's release
//   overlay, dummy, ip_set, loop, tun    0 if a node can have it
//   selinux               1 if SELinux enforces its policy, else 0
//   port                  where it can be reached by TCP
//
// One that could not be told is missing, or is there with "-error" at the end
// of its key.

#ifndef MINIDCOS_COMMON_DOCTOR_PROBE_REPORT_H_
#define MINIDCOS_COMMON_DOCTOR_PROBE_REPORT_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

class ProbeReport {
 public:
  // Reads lines KEY=VALUE; others are passed over.
  static ProbeReport Parse(absl::string_view text);

  // The value of `key`. kUnavailable, with the probe's error if it told one.
  absl::StatusOr<std::string> Get(absl::string_view key) const;

  // The same, a whole number; kUnavailable also if it is none.
  absl::StatusOr<int64_t> Number(absl::string_view key) const;

  // What went wrong with `key`; empty if the probe told no such thing.
  std::string Problem(absl::string_view key) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_PROBE_REPORT_H_
