// What a FakeEngine holds, and what its endpoints need of it.

#ifndef MINIDCOS_TESTING_FAKE_ENGINE_FAKE_STATE_H_
#define MINIDCOS_TESTING_FAKE_ENGINE_FAKE_STATE_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/docker/engine.pb.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {

// What a program does that runs on a fake engine.
struct FakeRun {
  std::string stdout_text;
  std::string stderr_text;
  int exit_code = 0;
  // It goes on running after its output: an exec until the client leaves or a
  // signal is sent to it, a container until it is killed.
  bool stays = false;
};

struct FakeExecCall {
  // Of the container, without slash.
  std::string container;
  docker::CreateExecRequest request;
  // All that the client sent, if it attached stdin.
  std::string input;
};

struct FakeContainer {
  // Without slash. Required.
  std::string name;
  // 64 hexadecimal digits; made up if empty.
  std::string id;
  std::string image = "image";
  std::map<std::string, std::string> labels;
  // created, running or exited.
  std::string state = "running";
  // When it was created, RFC 3339; the time that it came to be if empty.
  std::string created;
  int exit_code = 0;
  // On the network of the request's mode, or "bridge"; made up if empty. Only a
  // running container shows it.
  std::string ip_address;
  // Networks that it was put on afterwards, and its address on each.
  std::map<std::string, std::string> networks;
  // Absolute path -> content, as put by the archive call.
  std::map<std::string, std::string> files;
  // As it was created, if by a client.
  docker::CreateContainerRequest request;
  // Names of its anonymous volumes, which go with it.
  std::vector<std::string> volumes;
  // What it has printed: {is stderr, bytes}.
  std::vector<std::pair<bool, std::string>> output;
};

struct FakeImage {
  // "repository:tag"; empty once another image has that.
  std::string reference;
  std::map<std::string, std::string> labels;
  // "sha256:..."; made up if empty.
  std::string id;
  // What a client imported, or gave as the context of a build.
  std::string tar;
};

// One thing that a label filter finds.
struct FakeThing {
  std::string name;
  std::map<std::string, std::string> labels;
};

struct FakeNetwork {
  std::string name;
  std::map<std::string, std::string> labels;
  // "10.0.0.0/24"
  std::string subnet;
  std::string driver = "bridge";
};

struct FakeExec {
  FakeExecCall call;
  std::string container_id;
  bool started = false;
  std::optional<int> exit_code;
  // Of a command for a node: the session that its launcher tells.
  int session = 0;
  // Its connection, while it stays.
  HttpExchange* staying = nullptr;
};

// All of it is guarded by `mutex`.
struct FakeState {
  mutable absl::Mutex mutex;

  // Keys are ids; networks' ids are their names.
  std::map<std::string, FakeContainer> containers;
  std::map<std::string, FakeExec> execs;
  std::vector<FakeImage> images;
  std::vector<FakeThing> volumes;
  std::vector<FakeNetwork> networks = {
      {.name = "bridge", .subnet = "172.17.0.0/16"},
      {.name = "host", .driver = "host"},
      {.name = "none", .driver = "null"}};

  docker::VersionResponse version;
  docker::InfoResponse info;
  bool refuses_privileged = false;
  std::function<FakeRun(const FakeContainer&)> on_start;
  std::function<FakeRun(const FakeExecCall&)> on_exec;
  // Whether it is to be run before its input has ended.
  std::function<bool(const FakeExecCall&)> answers_first;
  // The engine is about to end: nothing waits any more.
  bool stopping = false;

  // The container of that id, start of an id, or name; null if there is none.
  FakeContainer* FindContainer(absl::string_view reference);
  // The image of that "repository[:tag]" or id; null if there is none.
  FakeImage* FindImage(absl::string_view reference);

  // Adds `container`, filling in its id and address; returns its id.
  std::string Add(FakeContainer container);
  // Adds `image`, which takes the reference from another that has it.
  void Add(FakeImage image);
  // Ends a container, which is then removed if it is to be.
  void End(FakeContainer& container, int exit_code);
  // Removes a container with its anonymous volumes.
  void Remove(const FakeContainer& container);
};

// The tag that is meant if none is given: "a/b" is "a/b:latest".
std::string WithTag(absl::string_view reference);

// Whether the folder `path` is there: those that any system has, and the
// parents of its files.
bool HasFolder(const FakeContainer& container, const std::string& path);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_ENGINE_FAKE_STATE_H_
