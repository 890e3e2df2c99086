// Another descriptor of a stream that other processes have as well.

#ifndef MINIDCOS_COMMON_CLI_OPEN_AGAIN_H_
#define MINIDCOS_COMMON_CLI_OPEN_AGAIN_H_

namespace minidcos {

// The same pipe or terminal once more, to write to it without ever being made
// to wait: for O_NONBLOCK is not ours to set on `fd`. -1 for what else it may
// be, which does not make one wait for long, and where the system cannot do it:
// for pipes, anywhere but on Linux. The caller closes it.
int OpenAgainToWrite(int fd);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_OPEN_AGAIN_H_
