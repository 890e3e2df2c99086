#include "testing/faults/engine_faults.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "testing/fake_engine/fake_engine.h"

namespace minidcos {
namespace {

constexpr char kJson[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

EngineFault Error(int status, const std::string& message) {
  return {absl::StrCat("error ", status),
          [=](FakeEngine& engine, const std::string& method,
              const std::string& path) {
            engine.FailNext(method, path, status, message);
          }};
}

EngineFault Bytes(const std::string& name, std::string bytes) {
  return {name, [bytes = std::move(bytes)](FakeEngine& engine,
                                           const std::string& method,
                                           const std::string& path) {
            engine.AnswerNext(method, path, bytes);
          }};
}

// An answer that is HTTP all right, and whose body is `body`.
EngineFault Lie(const std::string& name, const std::string& body) {
  return Bytes(
      absl::StrCat("lie: ", name),
      absl::StrCat(kJson, "Content-Length: ", body.size(), "\r\n\r\n", body));
}

EngineFault LostAnswer() {
  return {"lost answer",
          [](FakeEngine& engine, const std::string& method,
             const std::string& path) { engine.LoseNextAnswer(method, path); }};
}

// An object, and an array of it, in which everything that we read is there and
// of another kind.
std::string WrongTypes() {
  return R"({"Id": 1, "ID": {}, "Names": "x", "Name": [], "Labels": [],
      "State": {"Status": 5, "Running": "perhaps", "ExitCode": "one"},
      "Created": {}, "Config": "c", "NetworkSettings": [], "Mounts": {},
      "HostConfig": 0, "Volumes": "v", "ApiVersion": 1.41, "StatusCode": "x",
      "ExitCode": [], "RepoTags": "x", "Warnings": 1})";
}

// What is there has bytes that are no UTF-8, and control characters.
std::string BadText() {
  return "{\"Id\": \"\xff\xfe\x01\", \"Name\": \"\xc3\x28\", \"Names\": "
         "[\"\xff\"], \"Labels\": {\"dcos_e2e.cluster_id\": \"\xff\"}, "
         "\"message\": \"\x1b[31m\xff\"}";
}

std::string Huge() {
  const std::string word(1 << 20, 'a');
  return absl::StrCat(R"({"Id": ")", word, R"(", "Names": ["/)", word,
                      R"("], "Created": 1e308, "ExitCode": 99999999999999,)",
                      R"( "StatusCode": -1e400, "ApiVersion": ")", word,
                      R"("})");
}

std::string InArray(const std::string& object) {
  return absl::StrCat("[", object, "]");
}

}  // namespace

std::vector<EngineFault> EngineFaults() {
  return {
      Error(500, "it is \x1b[31mbroken\r\nin two lines"),
      Error(404, "no such thing"),
      Error(409, "conflict"),
      Error(400, ""),
      LostAnswer(),
      Bytes("nothing", ""),
      Bytes("garbage", std::string("\x00\xff\x16\x03 garbage\r\n\r\n", 15)),
      Bytes("half a header", "HTTP/1.1 200 OK\r\nContent-Le"),
      Bytes("half a body",
            absl::StrCat(kJson, "Content-Length: 1000\r\n\r\n[{\"Id\": \"a")),
      Bytes("half a chunk", absl::StrCat(kJson,
                                         "Transfer-Encoding: chunked\r\n\r\n"
                                         "100\r\n{\"stream\": \"half")),
      Bytes("no length", absl::StrCat(kJson, "Content-Length: x\r\n\r\n{}")),
      Bytes(
          "an impossible length",
          absl::StrCat(kJson, "Content-Length: 99999999999999999999\r\n\r\n")),
      Bytes("another protocol", "SSH-2.0-OpenSSH_9.2\r\n"),
      Bytes("a redirection",
            "HTTP/1.1 301 Moved\r\nLocation: http://example.invalid/\r\n"
            "Content-Length: 0\r\n\r\n"),
      Lie("no body", ""),
      Lie("null", "null"),
      Lie("no list", "{}"),
      Lie("an empty list", "[]"),
      Lie("no JSON", "<html>502 Bad Gateway</html>"),
      Lie("half of JSON", "{\"Id\": \"a\", "),
      Lie("wrong types", WrongTypes()),
      Lie("wrong types in a list", InArray(WrongTypes())),
      Lie("bad text", BadText()),
      Lie("bad text in a list", InArray(BadText())),
      Lie("huge values", Huge()),
      Lie("huge values in a list", InArray(Huge())),
      Lie("deep", std::string(100000, '[')),
  };
}

}  // namespace minidcos
