#include "common/node/launcher.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/embedded_file.h"
#include "common/base/shell_quote.h"
#include "common/base/utf8.h"
#include "common/node/command.h"
#include "common/node/launch_scripts.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr char kName[] = "minidcos-exec";
constexpr char kLine[] = "minidcos-exec ";
// Of LaunchArgv: sh -c SCRIPT NAME FILE USER FOLDER SIZE WORD...
constexpr int kFirstWord = 8;

std::string Script(absl::string_view path) {
  for (const EmbeddedFile& file : LaunchScripts()) {
    if (file.path == path) return std::string(file.content);
  }
  return "";
}

absl::Status Check(const Command& command) {
  static const RE2& name_form = *new RE2("[A-Za-z_][A-Za-z0-9_]*");
  if (command.argv.empty()) {
    return absl::InvalidArgumentError("there is no command to run");
  }
  for (const std::string& word : command.argv) {
    if (absl::StrContains(word, '\0')) {
      return absl::InvalidArgumentError("a word of a command has a zero byte");
    }
  }
  for (const auto& [name, value] : command.environment) {
    if (!RE2::FullMatch(name, name_form) || absl::StrContains(value, '\0')) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", name, "' cannot be a variable: its name must match ",
          name_form.pattern(), ", its value have no zero byte"));
    }
  }
  if (!command.directory.empty() && command.directory[0] != '/') {
    return absl::InvalidArgumentError(absl::StrCat(
        "the folder '", command.directory, "' is not an absolute path"));
  }
  return absl::OkStatus();
}

std::map<std::string, std::string> Environment(const Command& command) {
  std::map<std::string, std::string> variables = command.environment;
  if (command.terminal.has_value()) {
    variables.emplace("COLUMNS", absl::StrCat(command.terminal->columns));
    variables.emplace("LINES", absl::StrCat(command.terminal->rows));
  }
  return variables;
}

bool IsRoot(const Command& command) {
  return command.user.empty() || command.user == "root" || command.user == "0";
}

std::vector<std::string> Words(const Command& command) {
  if (!command.sudo || IsRoot(command)) return command.argv;
  const std::string names = absl::StrJoin(
      Environment(command), ",", [](std::string* out, const auto& variable) {
        out->append(variable.first);
      });
  std::vector<std::string> words = {"sudo", "-n"};
  if (!names.empty()) words.push_back("--preserve-env=" + names);
  words.push_back("--");
  words.insert(words.end(), command.argv.begin(), command.argv.end());
  return words;
}

std::vector<std::string> LaunchArgv(const Command& command,
                                    const std::string& file,
                                    const std::vector<std::string>& words) {
  std::vector<std::string> argv = {
      "/bin/sh",
      "-c",
      Script("launch.sh"),
      kName,
      file,
      command.user,
      command.directory.empty() ? "/" : command.directory,
      command.terminal.has_value()
          ? absl::StrCat(command.terminal->rows, " ", command.terminal->columns)
          : ""};
  argv.insert(argv.end(), words.begin(), words.end());
  return argv;
}

bool Fits(const Transport::Limits& limits,
          const std::map<std::string, std::string>& environment,
          const std::vector<std::string>& argv) {
  if (!environment.empty() && !limits.carries_environment) return false;
  if (ShellQuoteAll(argv).size() > limits.line) return false;
  if (!limits.utf8) return true;
  for (const std::string& word : argv) {
    if (!IsUtf8(word)) return false;
  }
  for (const auto& [name, value] : environment) {
    if (!IsUtf8(value)) return false;
  }
  return true;
}

// Writes `text` to a new file on the node, and returns its path.
absl::StatusOr<std::string> WriteFileOnNode(const Context& ctx,
                                            Transport& transport,
                                            const NodeIdentity& node,
                                            absl::string_view text) {
  // First goes what a tool has left that was killed before its command was
  // launched. mktemp makes it 0600. The last line: all has come.
  static constexpr char kWrite[] =
      "find /dev/shm -maxdepth 1 -name 'minidcos-*' -user \"$(id -un)\" "
      "-mmin +10 -delete 2>/dev/null; f=$(mktemp /dev/shm/minidcos-XXXXXX) && "
      "cat >\"$f\" && "
      "{ [ \"$(tail -n 1 \"$f\")\" = : ] || { rm -f \"$f\"; exit 1; }; } && "
      "echo \"$f\"";
  ASSIGN_OR_RETURN(
      const std::unique_ptr<RemoteProgram> program,
      transport.Start(ctx, node,
                      {.argv = {"/bin/sh", "-c", kWrite}, .has_input = true}));
  RETURN_IF_ERROR(program->Write(ctx, text));
  RETURN_IF_ERROR(program->CloseWrite());
  std::string path, error;
  while (true) {
    ASSIGN_OR_RETURN(const RemoteProgram::Piece piece, program->Read(ctx));
    if (piece.bytes.empty()) break;
    absl::StrAppend(piece.is_stderr ? &error : &path, piece.bytes);
  }
  ASSIGN_OR_RETURN(const int exit_code, program->Wait(ctx));
  if (exit_code != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot write the command to a file on the node: ",
                     absl::StripAsciiWhitespace(error)));
  }
  return std::string(absl::StripAsciiWhitespace(path));
}

std::string FileText(const std::map<std::string, std::string>& environment,
                     const std::vector<std::string>& words) {
  std::string text;
  for (const auto& [name, value] : environment) {
    absl::StrAppend(&text, "export ", name, "=", ShellQuote(value), "\n");
  }
  absl::StrAppend(&text, "set -- ", ShellQuoteAll(words), "\n:\n");
  return text;
}

}  // namespace

absl::StatusOr<ProgramStart> PrepareLaunch(const Context& ctx,
                                           Transport& transport,
                                           const NodeIdentity& node,
                                           const Command& command) {
  RETURN_IF_ERROR(Check(command));
  ProgramStart start = {.environment = Environment(command),
                        .has_input = command.has_input,
                        .terminal = command.terminal};
  const std::vector<std::string> words = Words(command);
  start.argv = LaunchArgv(command, "", words);
  if (Fits(transport.limits(), start.environment, start.argv)) return start;
  ASSIGN_OR_RETURN(const std::string file,
                   WriteFileOnNode(ctx, transport, node,
                                   FileText(start.environment, words)));
  start.environment.clear();
  start.argv = LaunchArgv(command, file, {});
  return start;
}

std::optional<int> TakeLaunchLine(std::string& output) {
  const size_t begin = output.find(kLine);
  if (begin == std::string::npos) return std::nullopt;
  const size_t end = output.find('\n', begin);
  if (end == std::string::npos) return std::nullopt;
  const absl::string_view number =
      absl::StripAsciiWhitespace(absl::string_view(output)
                                     .substr(begin, end - begin)
                                     .substr(sizeof(kLine) - 1));
  int session = 0;
  if (!absl::SimpleAtoi(number, &session)) return std::nullopt;
  output.erase(0, end + 1);
  return session;
}

std::string LaunchLine(int session) {
  return absl::StrCat(kLine, session, "\n");
}

std::optional<Command> CommandOfLaunch(const std::vector<std::string>& argv) {
  if (argv.size() < kFirstWord || argv[3] != kName) return std::nullopt;
  Command command = {.argv = {argv.begin() + kFirstWord, argv.end()},
                     .user = argv[5]};
  if (argv[6] != "/") command.directory = argv[6];
  return command;
}

ProgramStart SignalSession(absl::string_view name, int session) {
  return {.argv = {"/bin/sh", "-c", Script("signal.sh"), "minidcos-signal",
                   std::string(name), absl::StrCat(session)}};
}

}  // namespace minidcos
