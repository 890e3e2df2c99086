// Hashes of passwords, by crypt(3).

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_BASE_PASSWORD_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_BASE_PASSWORD_H_

#include <string>

namespace minidcos::sample {

// A SHA-512 hash, "$6$rounds=<rounds>$...", with a fresh salt.
std::string HashPassword(const std::string& password, int rounds);

// Whether `hash`, of any method that crypt(3) knows, is one of `password`.
bool IsHashOf(const std::string& hash, const std::string& password);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_BASE_PASSWORD_H_
