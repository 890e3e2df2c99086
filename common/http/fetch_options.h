// How files are fetched from the network: as a person's own tools would. https
// is verified with the system's authorities, or those of the PEM file that
// CURL_CA_BUNDLE or SSL_CERT_FILE names, redirects are followed, and the
// proxies that the environment names are used. HttpClient, for servers of ours,
// does none of these.

#ifndef MINIDCOS_COMMON_HTTP_FETCH_OPTIONS_H_
#define MINIDCOS_COMMON_HTTP_FETCH_OPTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "common/http/curl_transfer.h"

namespace minidcos {

// Makes `transfer` ready to fetch `url`, of one of `schemes` ("http,https").
void PrepareFetch(CurlTransfer& transfer, const std::string& url,
                  const char* schemes);

// An answer of the HTTP status `status`, which is no success: kNotFound if
// there is no such file, else kUnavailable.
absl::Status HttpStatusError(int status);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_FETCH_OPTIONS_H_
