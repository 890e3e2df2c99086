#ifndef MINIDCOS_TOOLS_DOCTOR_DOCTOR_H_
#define MINIDCOS_TOOLS_DOCTOR_DOCTOR_H_

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/doctor/doctor.h"

namespace minidcos {

// What --check takes, in the order of the report.
std::vector<std::string> CheckNames();

// What --help says of the tool: a line for each check is part of it.
std::string DoctorDescription();

// Whether any of `results` is an error.
bool HasError(const std::vector<CheckResult>& results);

// The folder of minidcos's pages for the program at `program`: what ./install
// has put beside it, else "docs" of the source.
std::string PagesOf(const std::filesystem::path& program);

// Writes `results` for people: a line for each check that is ok, and below the
// others why it matters and what to do. No line has more than 80 columns, as
// long as no word does; and where in `pages` there is more.
void WriteText(const std::vector<CheckResult>& results,
               const std::string& pages, std::ostream& out);

// Writes them as JSON (doctor.proto).
absl::Status WriteJson(const std::vector<CheckResult>& results,
                       const std::string& pages, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_DOCTOR_DOCTOR_H_
