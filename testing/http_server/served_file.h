// A large file on a web server, with what goes wrong on the way from there.
//
//   ServedFile file("content");
//   const auto server = *HttpServer::ListenTcp("127.0.0.1", 0, file.Handler());
//   file.CutNext(3);
//   ... downloads ...
//   EXPECT_THAT(file.answers(), ElementsAre("200", "206 from 2"));

#ifndef MINIDCOS_TESTING_HTTP_SERVER_SERVED_FILE_H_
#define MINIDCOS_TESTING_HTTP_SERVER_SERVED_FILE_H_

#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"

namespace minidcos {

class ServedFile {
 public:
  explicit ServedFile(const std::string& content) : content_(content) {}

  // Serves it under every path. Must outlive the server.
  HttpHandler Handler();

  // From now on, another content and another ETag.
  void Change(const std::string& content);

  // From now on without ETag, and with Last-Modified instead; with neither;
  // without ranges.
  void UseDates() { SetManners({.etag = false, .date = true}); }
  void UseNoVersions() { SetManners({.etag = false}); }
  void UseNoRanges() { SetManners({.ranges = false}); }
  // Ranges are sent of what is there now, whatever If-Range says.
  void IgnoreIfRange() { SetManners({.if_range = false}); }

  // The next answer, of those that are not asked to already, breaks after so
  // many bytes of the body.
  void CutNext(size_t bytes) { AddFault({.cut = bytes}); }
  // The same, but the connection stays, silently, until the client leaves.
  void StallNext(size_t bytes) { AddFault({.cut = bytes, .stalls = true}); }
  void FailNext(int status) { AddFault({.status = status}); }

  // What was answered so far, in order: "200", "206 from 3", "304", "503".
  std::vector<std::string> answers() const;

 private:
  struct Manners {
    bool etag = true;
    bool date = false;
    bool ranges = true;
    bool if_range = true;
  };
  struct Fault {
    size_t cut = std::string::npos;
    bool stalls = false;
    int status = 0;
  };
  struct Answer {
    int status = 200;
    size_t from = 0;
    std::string head;
    std::string body;
    bool stalls = false;
  };

  void SetManners(const Manners& manners);
  void AddFault(const Fault& fault);
  Answer Choose(const HttpServerRequest& request);
  // With mutex_ held.
  std::string Version() const;
  size_t RangeOf(const HttpServerRequest& request) const;

  mutable std::mutex mutex_;
  std::string content_;
  int changes_ = 0;
  Manners manners_;
  std::deque<Fault> faults_;
  std::vector<std::string> answers_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_HTTP_SERVER_SERVED_FILE_H_
