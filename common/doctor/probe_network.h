// What a container reaches, and who reaches it. Without Abseil: it is for a
// small static program (probe_main_linux.cc).

#ifndef MINIDCOS_COMMON_DOCTOR_PROBE_NETWORK_H_
#define MINIDCOS_COMMON_DOCTOR_PROBE_NETWORK_H_

namespace minidcos {

// Listens on a free TCP port of every address; its descriptor, or -errno.
// `port` becomes its number.
int Listen(int& port);

// Says `word` to everybody who connects to `listener`, for ever.
[[noreturn]] void Greet(int listener, const char* word);

// Looks for the address of `host` by the name servers of /etc/resolv.conf, and
// connects to `port` there. Prints "name=ADDRESS" and "connection=ok", or what
// is wrong in their place.
void Reach(const char* host, const char* port);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_PROBE_NETWORK_H_
