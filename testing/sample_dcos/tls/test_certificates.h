// Certificates of an operator's own authorities, for tests, by openssl.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_TLS_TEST_CERTIFICATES_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_TLS_TEST_CERTIFICATES_H_

#include <string>

#include "absl/status/status.h"

namespace minidcos::sample {

// Makes NAME.crt and NAME.key in `folder`: `root`, `other` and `ec` are root
// authorities, the last without RSA; `middle` is one that root signs, `low` one
// that middle signs, and `leaf` is no authority.
absl::Status MakeTestCertificates(const std::string& folder);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_TLS_TEST_CERTIFICATES_H_
