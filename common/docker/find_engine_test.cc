#include "common/docker/find_engine.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/engine_choice.h"
#include "common/base/files.h"
#include "common/base/sha256.h"
#include "common/docker/host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

// An environment of the test's own, with a folder of Docker's configuration.
class FindEngineTest : public ::testing::Test {
 protected:
  FindEngineTest() {
    for (const char* name :
         {"DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY",
          "DOCKER_CERT_PATH", "DOCKER_API_VERSION", "XDG_RUNTIME_DIR"}) {
      unsetenv(name);
    }
    setenv("HOME", folder_.path().c_str(), 1);
    setenv("DOCKER_CONFIG", folder_.path().c_str(), 1);
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }

  void Write(const std::string& name, const std::string& content) {
    std::filesystem::create_directories(
        std::filesystem::path(Path(name)).parent_path());
    ASSERT_THAT(WriteFile(Path(name), content, 0600), IsOk());
  }

  // As `docker context create` does; returns where its TLS files belong.
  std::string AddContext(const std::string& name, const std::string& host,
                         bool skip_tls_verify = false) {
    const std::string id = HexSha256(name);
    Write(absl::StrCat("contexts/meta/", id, "/meta.json"),
          absl::StrCat(R"({"Name":")", name,
                       R"(","Metadata":{},"Endpoints":{"docker":{"Host":")",
                       host, R"(","SkipTLSVerify":)",
                       skip_tls_verify ? "true" : "false", "}}}"));
    return absl::StrCat("contexts/tls/", id, "/docker");
  }

  // The address that is found.
  static std::string Found(const EngineChoice& choice = {}) {
    const absl::StatusOr<EngineHost> host = FindEngine(choice);
    EXPECT_THAT(host, IsOk());
    return host.ok() ? host->name : "";
  }

 private:
  const ScopedFolder folder_ = *ScopedFolder::Make("/tmp", "find-engine-");
};

TEST_F(FindEngineTest, TakesTheFirstThatNamesOne) {
  AddContext("one", "unix:///one");
  AddContext("two", "unix:///two");
  AddContext("three", "unix:///three");
  Write("config.json", R"({"auths": {}, "currentContext": "three"})");
  EXPECT_EQ(Found(), "unix:///three");
  setenv("DOCKER_CONTEXT", "two", 1);
  EXPECT_EQ(Found(), "unix:///two");
  setenv("DOCKER_HOST", " unix:///variable ", 1);
  EXPECT_EQ(Found(), "unix:///variable");
  EXPECT_EQ(Found({.context = "one"}), "unix:///one");
  EXPECT_EQ(Found({.context = "default"}), "unix:///variable");
  EXPECT_EQ(Found({.host = "unix:///flag"}), "unix:///flag");
  EXPECT_THAT(FindEngine({.host = "unix:///flag", .context = "one"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "--host and --context exclude each other"));
}

TEST_F(FindEngineTest, TellsTheContextsThereAre) {
  AddContext("one", "unix:///one");
  AddContext("two", "unix:///two");
  EXPECT_THAT(
      FindEngine({.context = "nope"}),
      StatusIs(
          absl::StatusCode::kInvalidArgument,
          "no such Docker context: 'nope' (there are: default, one, two)"));
  Write("config.json", R"({"currentContext": "../x"})");
  EXPECT_THAT(FindEngine({}), StatusIs(absl::StatusCode::kInvalidArgument,
                                       HasSubstr("'../x'")));
}

TEST_F(FindEngineTest, TellsOfAConfigurationThatCannotBeRead) {
  Write("config.json", "{bad");
  EXPECT_THAT(FindEngine({}), StatusIs(absl::StatusCode::kFailedPrecondition,
                                       HasSubstr(Path("config.json"))));
  // It is not asked for if the engine is named.
  EXPECT_EQ(Found({.host = "unix:///flag"}), "unix:///flag");
  AddContext("one", "unix:///one");
  const std::string meta =
      absl::StrCat("contexts/meta/", HexSha256("one"), "/meta.json");
  Write(meta, "[]");
  EXPECT_THAT(
      FindEngine({.context = "one"}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(Path(meta))));
  Write(meta, R"({"Name": "one", "Endpoints": {}})");
  EXPECT_THAT(FindEngine({.context = "one"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "the Docker context 'one' names no engine"));
}

TEST_F(FindEngineTest, ReadsTheTlsFilesOfAContext) {
  const std::string files = AddContext("safe", "tcp://engine.example:2376");
  for (const char* name : {"ca.pem", "cert.pem", "key.pem"}) {
    Write(absl::StrCat(files, "/", name), "x");
  }
  const auto host = FindEngine({.context = "safe"});
  ASSERT_THAT(host, IsOk());
  EXPECT_EQ(host->base_url, "https://engine.example:2376");
  ASSERT_TRUE(host->connection.tls.has_value());
  EXPECT_EQ(host->connection.tls->ca_file, Path(files + "/ca.pem"));
  EXPECT_EQ(host->connection.tls->certificate_file, Path(files + "/cert.pem"));
  EXPECT_EQ(host->connection.tls->key_file, Path(files + "/key.pem"));
  EXPECT_TRUE(host->connection.tls->verify);
  EXPECT_THAT(host->environment,
              ElementsAre(Pair("DOCKER_CERT_PATH", Path(files)),
                          Pair("DOCKER_HOST", "tcp://engine.example:2376"),
                          Pair("DOCKER_TLS_VERIFY", "1")));
}

TEST_F(FindEngineTest, ReadsTheTlsFilesOfTheEnvironment) {
  setenv("DOCKER_HOST", "tcp://engine.example", 1);
  setenv("DOCKER_TLS_VERIFY", "0", 1);  // any value counts
  setenv("DOCKER_CERT_PATH", Path("certs").c_str(), 1);
  EXPECT_THAT(FindEngine({}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("'ca.pem'"), HasSubstr(Path("certs")))));
  Write("certs/ca.pem", "x");
  Write("certs/cert.pem", "x");
  auto host = FindEngine({});
  ASSERT_THAT(host, IsOk());
  EXPECT_EQ(host->base_url, "https://engine.example:2376");
  EXPECT_EQ(host->connection.tls->ca_file, Path("certs/ca.pem"));
  // Without the key it is of no use.
  EXPECT_EQ(host->connection.tls->certificate_file, "");
  unsetenv("DOCKER_CERT_PATH");
  Write("ca.pem", "x");
  host = FindEngine({});
  ASSERT_THAT(host, IsOk());
  EXPECT_EQ(host->connection.tls->ca_file, Path("ca.pem"));
  // A socket has no TLS.
  host = FindEngine({.host = "unix:///socket"});
  ASSERT_THAT(host, IsOk());
  EXPECT_FALSE(host->connection.tls.has_value());
}

TEST_F(FindEngineTest, RefusesAnEngineThatDoesNotProveWhoItIs) {
  for (const char* local : {"tcp://127.0.0.1", "tcp://localhost:99",
                            "tcp://[::1]", "tcp://127.1.2.3:1"}) {
    EXPECT_EQ(Found({.host = local}), local);
  }
  for (const char* remote : {"tcp://10.0.0.1", "tcp://127.0.0.1.example",
                             "tcp://engine.example:2375", "10.0.0.1:2375"}) {
    EXPECT_THAT(FindEngine({.host = remote}),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         AllOf(HasSubstr(remote), HasSubstr("plain tcp"),
                               HasSubstr("--allow-insecure-engine"))));
    EXPECT_EQ(Found({.host = remote, .allow_insecure = true}), remote);
  }
  AddContext("lax", "tcp://10.0.0.1:2376", /*skip_tls_verify=*/true);
  EXPECT_THAT(FindEngine({.context = "lax"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is not verified")));
  const auto host = FindEngine({.context = "lax", .allow_insecure = true});
  ASSERT_THAT(host, IsOk());
  EXPECT_FALSE(host->connection.tls->verify);
  setenv("DOCKER_TLS", "1", 1);
  EXPECT_THAT(FindEngine({.host = "tcp://10.0.0.1"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is not verified")));
}

TEST_F(FindEngineTest, TakesTheApiVersionOfTheEnvironment) {
  EXPECT_EQ(FindEngine({.host = "unix:///x"})->api_version, "");
  setenv("DOCKER_API_VERSION", "1.40", 1);
  EXPECT_EQ(FindEngine({.host = "unix:///x"})->api_version, "1.40");
}

TEST_F(FindEngineTest, LooksForAnEngineOfTheUsersOwnLast) {
  EXPECT_EQ(LocalEngine(Path("usual")), absl::StrCat("unix://", Path("usual")));
  Write(".docker/run/docker.sock", "");
  EXPECT_EQ(LocalEngine(Path("usual")),
            absl::StrCat("unix://", Path(".docker/run/docker.sock")));
  setenv("XDG_RUNTIME_DIR", Path("runtime").c_str(), 1);
  Write("runtime/docker.sock", "");
  EXPECT_EQ(LocalEngine(Path("usual")),
            absl::StrCat("unix://", Path("runtime/docker.sock")));
  Write("usual", "");
  EXPECT_EQ(LocalEngine(Path("usual")), absl::StrCat("unix://", Path("usual")));
}

}  // namespace
}  // namespace minidcos
