#include "testing/sample_dcos/node/check_runner.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/parallel.h"
#include "common/base/subprocess.h"
#include "common/status/status_macros.h"
#include "google/protobuf/message.h"
#include "testing/sample_dcos/node/checks.h"
#include "testing/sample_dcos/node/local_node.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

using Checks = std::map<std::string, CheckConfig::Check>;

constexpr char kUsage[] =
    "Usage: dcos-check-runner check <cluster|node-prestart|node-poststart> "
    "[check names...] [--list] [--check-config FILE] [--role ROLE]\n";

struct Request {
  std::string type;
  std::vector<std::string> names;
  bool list = false;
  std::string config = "/opt/mesosphere/etc/dcos-check-config.json";
  std::string role;
};

absl::StatusOr<Request> ParseRequest(
    const std::vector<std::string>& arguments) {
  Request request;
  request.role = IsMaster() ? "master" : "agent";
  std::vector<std::string> words;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--list") {
      request.list = true;
    } else if (word == "--check-config" && i + 1 < arguments.size()) {
      request.config = arguments[++i];
    } else if (word == "--role" && i + 1 < arguments.size()) {
      request.role = arguments[++i];
    } else if (!word.empty() && word[0] == '-') {
      return absl::InvalidArgumentError("unknown flag: " + word);
    } else {
      words.push_back(word);
    }
  }
  if (words.size() < 2 || words[0] != "check") return request;
  request.type = words[1];
  request.names.assign(words.begin() + 2, words.end());
  return request;
}

bool IsFor(const CheckConfig::Check& check, const std::string& role) {
  return check.roles().empty() ||
         std::find(check.roles().begin(), check.roles().end(), role) !=
             check.roles().end();
}

// The checks of the request's type and role, by name.
absl::StatusOr<Checks> ChecksOf(const Request& request) {
  ASSIGN_OR_RETURN(const std::string json, ReadFile(request.config));
  ASSIGN_OR_RETURN(const CheckConfig config, FromJson<CheckConfig>(json));
  if (request.type == "cluster") {
    return Checks(config.cluster_checks().begin(),
                  config.cluster_checks().end());
  }
  const CheckConfig::NodeChecks& node = config.node_checks();
  if (request.type != "node-prestart" && request.type != "node-poststart") {
    return absl::InvalidArgumentError("invalid check type: " + request.type);
  }
  Checks checks;
  for (const std::string& name :
       request.type == "node-prestart" ? node.prestart() : node.poststart()) {
    const auto found = node.checks().find(name);
    if (found != node.checks().end() && IsFor(found->second, request.role)) {
      checks.insert(*found);
    }
  }
  return checks;
}

absl::StatusOr<CheckResults::Result> RunCheck(const CheckConfig::Check& check) {
  absl::Duration timeout;
  if (!absl::ParseDuration(check.timeout(), &timeout)) {
    return absl::InvalidArgumentError("bad timeout: " + check.timeout());
  }
  SubprocessOptions options;
  options.environment["PATH"] =
      "/opt/mesosphere/bin:/usr/bin:/bin:/usr/sbin:/sbin";
  const absl::StatusOr<SubprocessResult> run =
      RunSubprocess(Context().WithTimeout(timeout),
                    {check.cmd().begin(), check.cmd().end()}, options);
  CheckResults::Result result;
  if (absl::IsDeadlineExceeded(run.status())) {
    result.set_status(kUnknown);
    result.set_output("timed out after " + check.timeout());
    return result;
  }
  RETURN_IF_ERROR(run.status());
  result.set_status(run->exit_code > kUnknown ? kUnknown : run->exit_code);
  result.set_output(run->stdout_text + run->stderr_text);
  return result;
}

void Print(const google::protobuf::Message& message, std::ostream& out) {
  out << Indent(ToJson(message), 2) << "\n";
}

int PrintList(const Checks& checks, std::ostream& out) {
  CheckList list;
  for (const auto& [name, check] : checks) {
    CheckList::Item& item = (*list.mutable_checks())[name];
    item.set_description(check.description());
    *item.mutable_cmd() = check.cmd();
    item.set_timeout(check.timeout());
  }
  // The document is the object of checks itself.
  std::string json = ToJson(list);
  json = json.substr(json.find(':') + 1);
  json.pop_back();
  out << Indent(json, 2) << "\n";
  return 0;
}

int RunAll(const Checks& checks, std::ostream& out) {
  const std::vector<std::pair<std::string, CheckConfig::Check>> items(
      checks.begin(), checks.end());
  std::vector<CheckResults::Result> found(items.size());
  const std::vector<absl::Status> statuses = ForEachParallel(
      static_cast<int>(items.size()), /*at_most=*/8, [&](int i) {
        absl::StatusOr<CheckResults::Result> result = RunCheck(items[i].second);
        if (result.ok()) found[i] = *std::move(result);
        return result.status();
      });
  CheckResults results;
  CheckError error;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!statuses[i].ok()) {
      error.add_checks(
          absl::StrCat(items[i].first, ": ", statuses[i].message()));
      continue;
    }
    results.set_status(std::max(results.status(), found[i].status()));
    (*results.mutable_checks())[items[i].first] = found[i];
  }
  if (error.checks().empty()) {
    Print(results, out);
    return results.status();
  }
  error.set_error("One or more requested checks could not be executed");
  Print(error, out);
  return 0;
}

// Keeps of `checks` those that were asked for by name; the others' names go to
// `error`.
void Select(const std::vector<std::string>& names, Checks& checks,
            CheckError& error) {
  if (names.empty()) return;
  Checks selected;
  for (const std::string& name : names) {
    const auto found = checks.find(name);
    if (found == checks.end()) {
      error.add_checks(name + ": check not found");
    } else {
      selected.insert(*found);
    }
  }
  checks = std::move(selected);
}

}  // namespace

int RunChecks(const std::vector<std::string>& arguments, std::ostream& out,
              std::ostream& err) {
  const absl::StatusOr<Request> request = ParseRequest(arguments);
  if (!request.ok()) {
    err << "Error: " << request.status().message() << "\n" << kUsage;
    return 1;
  }
  if (request->type.empty()) {
    out << kUsage;
    return 0;
  }
  absl::StatusOr<Checks> checks = ChecksOf(*request);
  if (!checks.ok()) {
    err << "Error: " << checks.status().message() << "\n";
    return 1;
  }
  CheckError error;
  Select(request->names, *checks, error);
  if (!error.checks().empty()) {
    error.set_error("One or more requested checks could not be found");
    Print(error, out);
    return 0;
  }
  return request->list ? PrintList(*checks, out) : RunAll(*checks, out);
}

int CheckRunnerMain(const std::vector<std::string>& arguments) {
  return RunChecks(arguments, std::cout, std::cerr);
}

}  // namespace minidcos::sample
