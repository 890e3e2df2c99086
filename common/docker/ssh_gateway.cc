#include "common/docker/ssh_gateway.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/child_process.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/private_folder.h"
#include "common/base/temporary_folder.h"
#include "common/base/unix_address.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// sshd turns some away while 10 have not logged in yet (MaxStartups).
constexpr int kMostStarting = 8;

// Any answer will do: nothing else tells that ssh has got there.
constexpr char kQuestion[] = "HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n";
constexpr char kEndOfHead[] = "\r\n\r\n";
constexpr size_t kMaxHead = 65536;

constexpr int kBacklog = 128;
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
    const ssize_t sent =
        send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
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
  Gateway(std::vector<std::string> command, Fd place, Fd listener)
      : command_(std::move(command)),
        place_(std::move(place)),
        path_(absl::StrCat("/proc/self/fd/", place_.get())),
        listener_(std::move(listener)),
        acceptor_([this] { Accept(); }) {}

  ~Gateway() override {
    shutdown(listener_.get(), SHUT_RDWR);
    acceptor_.join();
    for (Client& client : clients_) {
      shutdown(client.socket.get(), SHUT_RDWR);
      client.thread.join();
    }
  }

  const std::string& socket() const override { return path_; }

 private:
  struct Client {
    explicit Client(int fd) : socket(fd) {}
    Fd socket;
    std::atomic<bool> done = false;
    std::thread thread;
  };

  void Accept() {
    while (true) {
      const int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0 && errno != EINVAL) continue;
      if (fd < 0) return;  // shut down
      clients_.remove_if([](Client& client) {
        if (!client.done) return false;
        client.thread.join();
        return true;
      });
      Client& client = clients_.emplace_back(fd);
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
    int ends[2];
    if (words == nullptr ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
      return std::strerror(errno);
    }
    const Fd ours(ends[0]);
    Fd its(ends[1]);
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
  const Fd place_;  // of the socket, in no folder any more
  const std::string path_;
  const Fd listener_;
  absl::Mutex mutex_;
  int starting_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Client> clients_;  // the acceptor's until that ends
  std::thread acceptor_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<SshGateway>> SshGateway::Open(
    std::vector<std::string> command) {
  ASSIGN_OR_RETURN(const std::string folder, PrivateFolder());
  const std::string path = absl::StrCat(folder, "/", TemporaryName("engine"));
  const std::optional<sockaddr_un> address = UnixAddress(path);
  if (!address.has_value()) {
    return absl::FailedPreconditionError(
        absl::StrCat("'", path, "' is too long for a socket"));
  }
  Fd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (bind(listener.get(), reinterpret_cast<const sockaddr*>(&*address),
           sizeof(*address)) != 0 ||
      listen(listener.get(), kBacklog) != 0) {
    return ErrnoStatus(errno, absl::StrCat("making the socket '", path, "'"));
  }
  // Out of the folder at once, so that nothing is left however we end. (An
  // abstract socket has no file, and libcurl 7.88 no second request on it.)
  Fd place(open(path.c_str(), O_PATH | O_CLOEXEC));
  const int error = errno;
  unlink(path.c_str());
  if (place.get() < 0) return ErrnoStatus(error, "opening a socket for ssh");
  return std::make_unique<Gateway>(std::move(command), std::move(place),
                                   std::move(listener));
}

}  // namespace minidcos
