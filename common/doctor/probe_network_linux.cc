#include "common/doctor/probe_network.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace minidcos {
namespace {

// The kernel itself gives a connection up after two minutes.
constexpr int kConnectSeconds = 5;

// The first IPv4 address in `answer`. False if there is none.
bool FirstAddress(const unsigned char* answer, int size, in_addr& address) {
  ns_msg message;
  if (ns_initparse(answer, size, &message) != 0) return false;
  for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
    ns_rr record;
    if (ns_parserr(&message, ns_s_an, i, &record) != 0) return false;
    if (ns_rr_type(record) != ns_t_a || ns_rr_rdlen(record) != sizeof(address))
      continue;
    memcpy(&address, ns_rr_rdata(record), sizeof(address));
    return true;
  }
  return false;
}

// getaddrinfo() is not for static programs: it loads libraries.
bool Resolve(const char* host, in_addr& address) {
  if (inet_aton(host, &address) != 0) return true;
  unsigned char answer[4096];
  const int size = res_query(host, ns_c_in, ns_t_a, answer, sizeof(answer));
  if (size < 0) {
    printf("name-error=%s\n", hstrerror(h_errno));
    return false;
  }
  if (FirstAddress(answer, size, address)) return true;
  printf("name-error=no address\n");
  return false;
}

}  // namespace

int Listen(int& port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return -errno;
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, generic, size) != 0 || listen(listener, 8) != 0 ||
      getsockname(listener, generic, &size) != 0) {
    return -errno;
  }
  port = ntohs(address.sin_port);
  return listener;
}

void Greet(int listener, const char* word) {
  while (true) {
    const int guest = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (guest < 0) continue;
    send(guest, word, strlen(word), MSG_NOSIGNAL);
    close(guest);
  }
}

void Reach(const char* host, const char* port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(atoi(port)));
  if (!Resolve(host, address.sin_addr)) return;
  printf("name=%s\n", inet_ntoa(address.sin_addr));
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience = {.tv_sec = kConnectSeconds, .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  const bool connected =
      connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  if (connected) {
    printf("connection=ok\n");
  } else {
    // How Linux tells that the time is over.
    printf("connection-error=%s\n",
           strerror(errno == EINPROGRESS ? ETIMEDOUT : errno));
  }
  close(fd);
}

}  // namespace minidcos
