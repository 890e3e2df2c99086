// A libcurl handle and its connections, run under a Context.

#ifndef MINIDCOS_COMMON_HTTP_CURL_TRANSFER_H_
#define MINIDCOS_COMMON_HTTP_CURL_TRANSFER_H_

#include <curl/curl.h>

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/http/http_connection.h"

namespace minidcos {

// A list of request headers as libcurl wants it.
class CurlHeaders {
 public:
  CurlHeaders() = default;
  ~CurlHeaders() { curl_slist_free_all(list_); }
  CurlHeaders(const CurlHeaders&) = delete;
  CurlHeaders& operator=(const CurlHeaders&) = delete;

  // `line` as "Name: value".
  void Add(const std::string& line) {
    list_ = curl_slist_append(list_, line.c_str());
  }
  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

// One easy handle in a multi handle of its own: the multi handle can wait for a
// cancellation too, and keeps the connection open from one transfer to the
// next. Used by one thread at a time.
class CurlTransfer {
 public:
  CurlTransfer();
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // For curl_easy_setopt() and curl_easy_getinfo().
  CURL* easy() const { return easy_; }

  // Forgets all options but keeps the connection; then connects as `options`
  // say.
  void Reset(const HttpConnectionOptions& options);

  // Makes the transfer. Fails with ctx.Check() as soon as `ctx` ends, and as
  // HttpClient::Send() says for all else, also when nothing has moved for
  // `silence_timeout`. After a failure, only the destructor may follow.
  absl::Status Run(const Context& ctx, absl::Duration silence_timeout);

 private:
  absl::Status Result();

  CURLM* const multi_;
  CURL* const easy_;
  bool added_ = false;
  char error_[CURL_ERROR_SIZE] = "";
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_CURL_TRANSFER_H_
