// What the kernel of the engine's machine does for a node, found by trying it.
// Without Abseil: it is for a small static program (probe_main_linux.cc).
//
// What is made is in the container's own namespaces and gone with it. A module
// that is there but not loaded is loaded by the kernel, as it is for DC/OS.

#ifndef MINIDCOS_COMMON_DOCTOR_PROBE_KERNEL_H_
#define MINIDCOS_COMMON_DOCTOR_PROBE_KERNEL_H_

namespace minidcos {

// Each returns 0, or -errno of what fails.

// Mounts an overlay on folders that it makes in `folder`.
int TryOverlay(const char* folder);

// Makes a network device of the kind dummy.
int TryDummy();

// Asks for the protocol of IP sets.
int TryIpSet();

// Makes the file of a character device at `path`, and opens it.
int TryDevice(const char* path, int major, int minor);

// 1 if SELinux enforces its policy, 0 if it only warns or is not there.
int AskSeLinux();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_PROBE_KERNEL_H_
