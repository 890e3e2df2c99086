#include "testing/real_engine/private_engine.h"

#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/docker/engine_client.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "testing/real_engine/private_engine_script.h"

extern char** environ;

namespace minidcos {
namespace {

// Not TEST_TMPDIR: a socket's path may have 107 characters.
constexpr char kShortFolder[] = "/tmp";
constexpr size_t kKeptLog = 4096;

absl::StatusOr<Fd> ListenOnLoopback() {
  Fd listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener.get(), reinterpret_cast<const sockaddr*>(&address),
           sizeof(address)) != 0 ||
      listen(listener.get(), SOMAXCONN) != 0) {
    return ErrnoStatus(errno, "listening on 127.0.0.1");
  }
  return listener;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PrivateEngine>> PrivateEngine::Start(
    const Context& ctx, const std::string& tls_folder) {
  return Start(ctx, tls_folder, /*mebibytes=*/0);
}

absl::StatusOr<std::unique_ptr<PrivateEngine>> PrivateEngine::StartOnSmallDisk(
    const Context& ctx, int mebibytes) {
  return Start(ctx, /*tls_folder=*/"", mebibytes);
}

absl::StatusOr<std::unique_ptr<PrivateEngine>> PrivateEngine::Start(
    const Context& ctx, const std::string& tls_folder, int mebibytes) {
  std::unique_ptr<PrivateEngine> engine(new PrivateEngine());
  engine->folder_ =
      absl::StrCat(kShortFolder, "/private-engine-", RandomHex(16));
  RETURN_IF_ERROR(MakeFolder(engine->folder_, 0700));
  engine->host_ = absl::StrCat("unix://", engine->folder_, "/socket");
  ASSIGN_OR_RETURN(engine->client_, NewEngineClient(engine->host_));
  // The machine's own settings are not for this one.
  RETURN_IF_ERROR(
      WriteFile(absl::StrCat(engine->folder_, "/daemon.json"), "{}", 0600));
  if (!tls_folder.empty()) {
    ASSIGN_OR_RETURN(engine->listener_, ListenOnLoopback());
  }
  RETURN_IF_ERROR(engine->Launch(tls_folder, mebibytes));
  RETURN_IF_ERROR(engine->StartAgain(ctx));
  return engine;
}

PrivateEngine::~PrivateEngine() {
  client_ = nullptr;
  if (script_ >= 0) close(script_);
  if (pid_ >= 0) {
    waitpid(pid_, nullptr, 0);
  } else {
    RemoveTree(folder_).IgnoreError();
  }
}

std::string PrivateEngine::tls_host() const {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return absl::StrCat("tcp://127.0.0.1:", ntohs(address.sin_port));
}

absl::Status PrivateEngine::Launch(const std::string& tls_folder,
                                   int mebibytes) {
  // A socket, because writing to it raises no SIGPIPE.
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return ErrnoStatus(errno, "making a socket");
  }
  script_ = ends[0];
  const absl::Cleanup closer = [&] { close(ends[1]); };
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  if (listener_.get() >= 0) {
    posix_spawn_file_actions_adddup2(&actions, listener_.get(), 3);
  }
  const std::string script(PrivateEngineScript().front().content);
  const std::string disk = mebibytes > 0 ? absl::StrCat(mebibytes) : "";
  const char* argv[] = {"unshare",
                        "--net",
                        "sh",
                        "-c",
                        script.c_str(),
                        "private_engine.sh",
                        folder_.c_str(),
                        tls_folder.c_str(),
                        disk.c_str(),
                        nullptr};
  const int error = posix_spawnp(&pid_, "unshare", &actions, nullptr,
                                 const_cast<char**>(argv), environ);
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? absl::OkStatus() : ErrnoStatus(error, "running unshare");
}

absl::Status PrivateEngine::Command(absl::string_view word) {
  const std::string line = absl::StrCat(word, "\n");
  char answer[64];
  ssize_t got = send(script_, line.data(), line.size(), MSG_NOSIGNAL);
  if (got > 0) got = recv(script_, answer, sizeof(answer), 0);
  if (got > 0 && absl::string_view(answer, got) == "ok\n") {
    return absl::OkStatus();
  }
  return absl::UnavailableError("it has ended");
}

std::string PrivateEngine::network() const {
  return absl::StrCat("/proc/", pid_, "/ns/net");
}

absl::Status PrivateEngine::Kill() { return Command("kill"); }
absl::Status PrivateEngine::Fill(int mebibytes) {
  return Command(absl::StrCat("fill ", mebibytes));
}
absl::Status PrivateEngine::Unfill() { return Command("unfill"); }
absl::Status PrivateEngine::Freeze() { return Command("freeze"); }
absl::Status PrivateEngine::Thaw() { return Command("thaw"); }

absl::Status PrivateEngine::StartAgain(const Context& ctx) {
  absl::Status status = Command("start");
  if (status.ok()) status = WaitUntilItAnswers(ctx);
  if (!status.ok()) {
    const std::string log =
        ReadFile(absl::StrCat(folder_, "/log")).value_or("");
    SetOutput(status, absl::string_view(log).substr(
                          log.size() > kKeptLog ? log.size() - kKeptLog : 0));
  }
  return Annotate(status, "starting a private engine");
}

absl::Status PrivateEngine::WaitUntilItAnswers(const Context& ctx) {
  // The kill of a dockerd leaves its socket behind, so that "refused" means as
  // little as "not there".
  while (!client_->Version(ctx).ok()) {
    RETURN_IF_ERROR(Command("check"));
    RETURN_IF_ERROR(ctx.WaitFor(absl::Milliseconds(20)));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
