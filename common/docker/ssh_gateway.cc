#include "common/docker/ssh_gateway.h"

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/child_process.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/sockets.h"
#include "common/docker/hidden_socket.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// sshd turns some away while 10 have not logged in yet (MaxStartups).
constexpr int kMostStarting = 8;

// Any answer will do: nothing else tells that ssh has got there.
constexpr char kQuestion[] = "HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n";
constexpr char kEndOfHead[] = "\r\n\r\n";
constexpr size_t kMaxHead = 65536;

constexpr size_t kMaxWords = 4096;
constexpr size_t kShownLines = 3;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// The last of what ssh has said.
std::string WordsOf(std::FILE* file) {
  std::string words(kMaxWords, '\0');
  std::rewind(file);
  words.resize(std::fread(words.data(), 1, words.size(), file));
  std::vector<absl::string_view> lines =
      absl::StrSplit(words, absl::ByAnyChar("\r\n"), absl::SkipWhitespace());
  if (lines.empty()) return "ssh ended without a word";
  if (lines.size() > kShownLines) {
    lines.erase(lines.begin(), lines.end() - kShownLines);
  }
  const bool says_who = absl::StartsWith(lines.front(), "ssh");
  return absl::StrCat(says_who ? "" : "ssh: ", absl::StrJoin(lines, " "));
}

// False if `fd` takes no more, or if the other side of `client` is gone.
bool SendAll(int fd, absl::string_view bytes, int client) {
  while (!bytes.empty()) {
    const ssize_t sent = SendWithoutSignal(fd, bytes, /*dont_wait=*/true);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (sent > 0) bytes.remove_prefix(sent);
    if (sent >= 0 || errno == EINTR) continue;
    pollfd fds[] = {{fd, POLLOUT, 0}, {client, 0, 0}};
    poll(fds, 2, -1);
    if (fds[1].revents != 0) return false;
  }
  return true;
}

// Passes bytes on until `from` ends or `to` takes no more.
void Pass(int from, int to, int client) {
  char buffer[65536];
  ssize_t got;
  while ((got = recv(from, buffer, sizeof(buffer), 0)) > 0) {
    if (!SendAll(to, absl::string_view(buffer, got), client)) return;
  }
}

// Until the other side has closed its end, not only for writing.
void WaitForHangUp(int fd) {
  pollfd fds[] = {{fd, 0, 0}};
  while (poll(fds, 1, -1) < 0 && errno == EINTR) {
  }
}

// Reads a head from `fd`. False if that ends before, or if the other side of
// `client` does.
bool ReadHead(int fd, int client) {
  std::string head;
  while (!absl::StrContains(head, kEndOfHead)) {
    pollfd fds[] = {{fd, POLLIN, 0}, {client, 0, 0}};
    if (poll(fds, 2, -1) < 0 && errno == EINTR) continue;
    if (fds[1].revents != 0) return false;
    char piece[1024];
    const ssize_t got = recv(fd, piece, sizeof(piece), 0);
    if (got <= 0 || head.size() > kMaxHead) return false;
    head.append(piece, got);
  }
  return true;
}

class Gateway : public SshGateway {
 public:
  Gateway(std::vector<std::string> command,
          std::unique_ptr<HiddenSocket> socket)
      : command_(std::move(command)),
        socket_(std::move(socket)),
        acceptor_([this] { Accept(); }) {}

  ~Gateway() override {
    over_.Cancel();
    acceptor_.join();
    for (Client& client : clients_) {
      shutdown(client.socket.get(), SHUT_RDWR);
      client.thread.join();
    }
  }

  const std::string& socket() const override { return socket_->path(); }

 private:
  struct Client {
    explicit Client(Fd fd) : socket(std::move(fd)) {}
    Fd socket;
    std::atomic<bool> done = false;
    std::thread thread;
  };

  void Accept() {
    while (true) {
      pollfd fds[] = {{socket_->listener(), POLLIN, 0},
                      {over_.fd(), POLLIN, 0}};
      poll(fds, 2, -1);
      if (over_.cancelled()) return;
      Fd accepted = AcceptConnection(socket_->listener());
      if (accepted.get() < 0) continue;
      clients_.remove_if([](Client& client) {
        if (!client.done) return false;
        client.thread.join();
        return true;
      });
      Client& client = clients_.emplace_back(std::move(accepted));
      client.thread = std::thread([this, &client] {
        Serve(client.socket.get());
        // The client is to see the end now; the descriptor is closed later.
        shutdown(client.socket.get(), SHUT_RDWR);
        client.done = true;
      });
    }
  }

  void Serve(int client) {
    const std::string failure = Connect(client);
    if (failure.empty() || !ReadHead(client, client)) return;
    SendAll(client,
            absl::StrCat("HTTP/1.1 ", kBadGateway,
                         " Bad Gateway\r\nContent-Length: ", failure.size(),
                         kEndOfHead, failure),
            client);
  }

  // Joins `client` with a run of the program until either ends. Why it did not
  // get to the engine; empty if it did.
  std::string Connect(int client) {
    const File words(std::tmpfile(), &std::fclose);
    if (words == nullptr) return std::strerror(errno);
    absl::StatusOr<SocketPair> ends = SocketPair::Make();
    if (!ends.ok()) return std::string(ends.status().message());
    const Fd ours = std::move(ends->first);
    Fd its = std::move(ends->second);
    WaitForPlace();
    // The system kills it with this thread, which lives as long as it.
    const absl::StatusOr<std::unique_ptr<ChildProcess>> program =
        ChildProcess::Start(command_, {.dies_with_thread = true},
                            {its.get(), its.get(), fileno(words.get())});
    its.Reset();
    const bool there = program.ok() && SendAll(ours.get(), kQuestion, client) &&
                       ReadHead(ours.get(), client);
    GivePlaceBack();
    if (absl::IsNotFound(program.status())) {
      return "the program 'ssh' is missing: install the OpenSSH client (on "
             "Debian the package 'openssh-client')";
    }
    if (!program.ok()) return std::string(program.status().message());
    if (!there) return WordsOf(words.get());
    Join(client, ours.get());
    return "";
  }

  // The client may end what it sends, and still read.
  static void Join(int client, int engine) {
    std::thread answers([=] {
      Pass(engine, client, client);
      shutdown(client, SHUT_RDWR);
    });
    Pass(client, engine, client);
    shutdown(engine, SHUT_WR);
    WaitForHangUp(client);
    shutdown(engine, SHUT_RDWR);
    answers.join();
  }

  void WaitForPlace() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](int* starting) { return *starting < kMostStarting; }, &starting_));
    ++starting_;
  }

  void GivePlaceBack() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    --starting_;
  }

  const std::vector<std::string> command_;
  const std::unique_ptr<HiddenSocket> socket_;
  Cancellation over_;
  absl::Mutex mutex_;
  int starting_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Client> clients_;  // the acceptor's until that ends
  std::thread acceptor_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<SshGateway>> SshGateway::Open(
    std::vector<std::string> command) {
  ASSIGN_OR_RETURN(std::unique_ptr<HiddenSocket> socket, HiddenSocket::Make());
  return std::make_unique<Gateway>(std::move(command), std::move(socket));
}

}  // namespace minidcos
