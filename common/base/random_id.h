// Random names, from the kernel's random number generator.

#ifndef MINIDCOS_COMMON_BASE_RANDOM_ID_H_
#define MINIDCOS_COMMON_BASE_RANDOM_ID_H_

#include <string>

namespace minidcos {

// `digits` lower-case hexadecimal digits. 32 make a collision impossible in
// practice.
std::string RandomHex(int digits);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_RANDOM_ID_H_
