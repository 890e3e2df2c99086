#include "common/doctor/probe_kernel.h"

#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/netfilter/ipset/ip_set.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <initializer_list>

namespace minidcos {
namespace {

// A netlink message that is put together attribute by attribute.
class Message {
 public:
  Message(int type, int flags, const void* header, size_t size) {
    nlmsghdr& head = *reinterpret_cast<nlmsghdr*>(bytes_);
    head.nlmsg_type = type;
    head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    head.nlmsg_len = NLMSG_LENGTH(size);
    memcpy(NLMSG_DATA(&head), header, size);
  }

  // The attribute's place; its length may be set again once there is more.
  nlattr& Add(int type, const void* value, size_t size) {
    nlmsghdr& head = *reinterpret_cast<nlmsghdr*>(bytes_);
    nlattr& attribute =
        *reinterpret_cast<nlattr*>(bytes_ + NLMSG_ALIGN(head.nlmsg_len));
    attribute.nla_type = type;
    attribute.nla_len = NLA_HDRLEN + size;
    if (size > 0) {
      memcpy(reinterpret_cast<char*>(&attribute) + NLA_HDRLEN, value, size);
    }
    head.nlmsg_len = NLMSG_ALIGN(head.nlmsg_len) + NLA_ALIGN(attribute.nla_len);
    return attribute;
  }

  // Sends it to the kernel: 0, or -errno of the answer.
  int Send(int protocol) {
    const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (fd < 0) return -errno;
    int result = Exchange(fd);
    close(fd);
    return result;
  }

 private:
  int Exchange(int fd) {
    const nlmsghdr& head = *reinterpret_cast<const nlmsghdr*>(bytes_);
    if (send(fd, bytes_, head.nlmsg_len, 0) < 0) return -errno;
    alignas(nlmsghdr) char answer[4096];
    const ssize_t size = recv(fd, answer, sizeof(answer), 0);
    if (size < 0) return -errno;
    const nlmsghdr& first = *reinterpret_cast<const nlmsghdr*>(answer);
    if (!NLMSG_OK(&first, static_cast<size_t>(size))) return -EPROTO;
    // Anything but an error is what was asked for.
    if (first.nlmsg_type != NLMSG_ERROR) return 0;
    return static_cast<const nlmsgerr*>(NLMSG_DATA(&first))->error;
  }

  alignas(nlmsghdr) char bytes_[512] = {};
};

int MakeFolderIn(const char* folder, const char* name, char (&path)[256]) {
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  return mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : -errno;
}

}  // namespace

int TryOverlay(const char* folder) {
  char lower[256], upper[256], work[256], merged[256];
  for (const int made : {MakeFolderIn(folder, "lower", lower),
                         MakeFolderIn(folder, "upper", upper),
                         MakeFolderIn(folder, "work", work),
                         MakeFolderIn(folder, "merged", merged)}) {
    if (made != 0) return made;
  }
  char options[1024];
  snprintf(options, sizeof(options), "lowerdir=%s,upperdir=%s,workdir=%s",
           lower, upper, work);
  if (mount("overlay", merged, "overlay", 0, options) != 0) return -errno;
  umount2(merged, MNT_DETACH);
  return 0;
}

int TryDummy() {
  constexpr char kName[] = "probe";
  constexpr char kKind[] = "dummy";
  const ifinfomsg header = {};
  Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &header,
                  sizeof(header));
  message.Add(IFLA_IFNAME, kName, sizeof(kName));
  nlattr& info = message.Add(IFLA_LINKINFO, nullptr, 0);
  const nlattr& kind = message.Add(IFLA_INFO_KIND, kKind, sizeof(kKind));
  info.nla_len += NLA_ALIGN(kind.nla_len);
  return message.Send(NETLINK_ROUTE);
}

int TryIpSet() {
  constexpr unsigned char kOldestProtocol = 6;
  nfgenmsg header = {};
  header.nfgen_family = AF_INET;
  header.version = NFNETLINK_V0;
  Message message(NFNL_SUBSYS_IPSET << 8 | IPSET_CMD_PROTOCOL, 0, &header,
                  sizeof(header));
  message.Add(IPSET_ATTR_PROTOCOL, &kOldestProtocol, sizeof(kOldestProtocol));
  return message.Send(NETLINK_NETFILTER);
}

int TryDevice(const char* path, int major, int minor) {
  if (mknod(path, S_IFCHR | 0600, makedev(major, minor)) != 0 &&
      errno != EEXIST) {
    return -errno;
  }
  const int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return -errno;
  close(fd);
  return 0;
}

int AskSeLinux() {
  constexpr char kFolder[] = "/selinux";
  if (mkdir(kFolder, 0700) != 0 && errno != EEXIST) return -errno;
  if (mount("selinuxfs", kFolder, "selinuxfs", 0, nullptr) != 0) {
    return errno == ENODEV ? 0 : -errno;
  }
  const int fd = open("/selinux/enforce", O_RDONLY | O_CLOEXEC);
  char mode = 0;
  const int result = fd < 0                    ? -errno
                     : read(fd, &mode, 1) != 1 ? -EIO
                                               : mode == '1';
  if (fd >= 0) close(fd);
  umount2(kFolder, MNT_DETACH);
  return result;
}

}  // namespace minidcos
