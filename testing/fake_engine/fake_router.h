// Finds the handler of a request, as the Engine API's paths go.

#ifndef MINIDCOS_TESTING_FAKE_ENGINE_FAKE_ROUTER_H_
#define MINIDCOS_TESTING_FAKE_ENGINE_FAKE_ROUTER_H_

#include <functional>
#include <list>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "re2/re2.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {

// Answers a request; `name` is what the path's one group holds: an id, a name
// or a reference.
using FakeHandler =
    std::function<void(HttpExchange& exchange, const std::string& name)>;

class FakeRouter {
 public:
  // `path_regex` matches a whole path without version and has at most one
  // group.
  void Add(const std::string& method, const std::string& path_regex,
           FakeHandler handler);

  // Answers a request for `path`, without version.
  void Handle(HttpExchange& exchange, const std::string& path) const;

 private:
  struct Route {
    Route(std::string m, const std::string& path, FakeHandler h)
        : method(std::move(m)), regex(path), handler(std::move(h)) {}
    std::string method;
    RE2 regex;
    FakeHandler handler;
  };
  std::list<Route> routes_;
};

// Answers as the engine does: a message, the field `items` of a message as an
// array, an error.
void RespondJson(HttpExchange& exchange, int status,
                 const google::protobuf::Message& message);
void RespondArray(HttpExchange& exchange,
                  const google::protobuf::Message& message);
void RespondError(HttpExchange& exchange, int status, absl::string_view text);

// Whether a thing of that name and labels passes the filters `label` and `name`
// of the request.
bool PassesFilters(const HttpExchange& exchange, const std::string& name,
                   const std::map<std::string, std::string>& labels);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_ENGINE_FAKE_ROUTER_H_
