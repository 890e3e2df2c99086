// The built installer, taken apart: what callers and nodes rely on is in it.

#include <elf.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/base/tar.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos::sample {
namespace {

using ::google::protobuf::ListValue;
using ::google::protobuf::Struct;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

constexpr absl::string_view kMarker = "\n#EOF#\n";

std::string Sha256(const std::string& bytes) {
  SubprocessOptions options;
  options.input = bytes;
  const auto result = RunSubprocess(Context(), {"sha256sum"}, options);
  EXPECT_THAT(result, IsOk());
  return result->stdout_text.substr(0, 64);
}

// The regular files and links of an archive by their path, "./" left out.
std::map<std::string, TarEntry> Unpack(const std::string& tar) {
  const auto entries = ReadTar(tar);
  EXPECT_THAT(entries, IsOk());
  std::map<std::string, TarEntry> files;
  for (TarEntry entry : *entries) {
    if (absl::StartsWith(entry.path, "./")) entry.path.erase(0, 2);
    files.emplace(entry.path, entry);
  }
  return files;
}

std::string Decompress(const std::string& xz) {
  SubprocessOptions options;
  options.input = xz;
  options.keep_output = size_t{1} << 26;
  const auto result = RunSubprocess(Context(), {"xz", "-dc"}, options);
  EXPECT_THAT(result, IsOk());
  return result->stdout_text;
}

class Contract : public testing::Test {
 protected:
  explicit Contract(const std::string& name = "dcos_generate_config.sh") {
    const std::string file =
        *ReadFile(RunfilePath("testing/sample_dcos/" + name));
    const size_t marker = file.find(kMarker.data(), 0, kMarker.size());
    head_ = file.substr(0, marker + 1);
    payload_ = Unpack(file.substr(marker + kMarker.size()));
    genconf_tar_ = payload_.begin()->first;
    saved_ = Unpack(payload_.begin()->second.content);
    manifest_ = *FromJson<ListValue>(saved_["manifest.json"].content);
    const Struct& image = manifest_.values(0).struct_value();
    config_name_ = image.fields().at("Config").string_value();
    config_ = *FromJson<Struct>(saved_[config_name_].content);
    layer_tar_ =
        saved_
            [image.fields().at("Layers").list_value().values(0).string_value()]
                .content;
    layer_ = Unpack(layer_tar_);
    complete_ = *FromJson<Complete>(
        layer_["artifacts/complete/complete.latest.json"].content);
  }

  // The files of a package, as they are on a node.
  std::map<std::string, TarEntry> Package(const std::string& name) {
    for (const std::string& id : complete_.packages()) {
      if (!absl::StartsWith(id, name + "--")) continue;
      return Unpack(Decompress(
          layer_[absl::StrCat("artifacts/packages/", name, "/", id, ".tar.xz")]
              .content));
    }
    ADD_FAILURE() << "no package " << name;
    return {};
  }

  std::string head_;
  std::map<std::string, TarEntry> payload_;
  std::string genconf_tar_;
  std::map<std::string, TarEntry> saved_;
  ListValue manifest_;
  std::string config_name_;
  Struct config_;
  std::string layer_tar_;
  std::map<std::string, TarEntry> layer_;
  Complete complete_;
};

TEST_F(Contract, BeginsAsAScriptThatSaysItsVariant) {
  const std::vector<std::string> lines = absl::StrSplit(head_, '\n');
  EXPECT_EQ(lines[0], "#!/bin/bash");
  EXPECT_EQ(lines[1], "# variant: None");
  EXPECT_THAT(head_, HasSubstr("\nset -o errexit -o nounset -o pipefail\n"));
  EXPECT_THAT(head_, EndsWith("\nexit 0\n\n"));
  EXPECT_THAT(head_, Not(HasSubstr("@image@")));
}

TEST_F(Contract, CarriesOneImageArchiveBehindTheMarker) {
  EXPECT_THAT(payload_, SizeIs(1));
  EXPECT_THAT(genconf_tar_,
              MatchesRegex("dcos-genconf\\.[0-9a-f]{18}-[0-9a-f]{18}\\.tar"));
  EXPECT_THAT(head_, HasSubstr(genconf_tar_));
}

TEST_F(Contract, NamesItsImageAsTheArchive) {
  const std::string tag = genconf_tar_.substr(13, 37);
  const Struct& image = manifest_.values(0).struct_value();
  const std::string name =
      image.fields().at("RepoTags").list_value().values(0).string_value();
  EXPECT_EQ(name, "minidcos-sample/dcos-genconf:" + tag);
  EXPECT_THAT(head_, HasSubstr(" " + name + " "));
}

TEST_F(Contract, IsAnImageThatAnEngineTakes) {
  EXPECT_EQ(config_name_, Sha256(saved_[config_name_].content) + ".json");
  const Struct& rootfs = config_.fields().at("rootfs").struct_value();
  EXPECT_EQ(
      rootfs.fields().at("diff_ids").list_value().values(0).string_value(),
      "sha256:" + Sha256(layer_tar_));
  EXPECT_THAT(layer_, Contains(Key("dcos-sample")));
}

TEST_F(Contract, RunsAStaticProgram) {
  const std::string& program = layer_["dcos-sample"].content;
  Elf64_Ehdr header;
  ASSERT_GT(program.size(), sizeof(header));
  std::memcpy(&header, program.data(), sizeof(header));
  for (int i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    std::memcpy(&segment, program.data() + header.e_phoff + i * sizeof(segment),
                sizeof(segment));
    EXPECT_NE(segment.p_type, static_cast<Elf64_Word>(PT_INTERP));
  }
}

TEST_F(Contract, CarriesThePackagesThatItNames) {
  std::vector<std::string> named;
  for (const std::string& id : complete_.packages()) {
    const std::vector<std::string> name = absl::StrSplit(id, "--");
    named.push_back(
        absl::StrCat("artifacts/packages/", name[0], "/", id, ".tar.xz"));
  }
  std::vector<std::string> carried;
  for (const auto& [path, file] : layer_) {
    if (absl::EndsWith(path, ".tar.xz") && absl::StrContains(path, "packages/"))
      carried.push_back(path);
  }
  EXPECT_THAT(carried, UnorderedElementsAreArray(named));
}

TEST_F(Contract, BootstrapHoldsWhatSetupNeeds) {
  const std::string path =
      absl::StrCat("artifacts/bootstrap/", complete_.bootstrap());
  EXPECT_THAT(layer_, Contains(Key(path + ".active.json")));
  auto files = Unpack(Decompress(layer_[path + ".bootstrap.tar.xz"].content));
  EXPECT_THAT(files, Contains(Key("bootstrap")));
  EXPECT_THAT(files["environment"].content,
              HasSubstr("PATH=/opt/mesosphere/bin:"));
  EXPECT_EQ(files["bin/pkgpanda"].link_target,
            "/opt/mesosphere/active/dcos-sample/bin/pkgpanda");
  const std::string home = files["active/dcos-sample"].link_target;
  EXPECT_THAT(files, Contains(Key(home.substr(strlen("/opt/mesosphere/")) +
                                  "/bin/dcos-sample")));
}

TEST_F(Contract, PackagesHoldWhatToolsUseOnANode) {
  EXPECT_EQ(Package("python")["bin/python"].link_target, "/usr/bin/python3");
  EXPECT_EQ(Package("python")["bin/pytest"].mode, 0755u);
  EXPECT_EQ(Package("bouncer")["bin/dcos_add_user.py"].mode, 0755u);
  EXPECT_EQ(Package("dcos-sample")["bin/dcos-shell"].mode, 0755u);
  EXPECT_THAT(Package("dcos-integration-test"), Contains(Key("conftest.py")));
  EXPECT_THAT(Package("bootstrap"),
              Contains(Key("lib/python3.6/site-packages/dcos_internal_utils/"
                           "__init__.py")));
}

class EnterpriseContract : public Contract {
 protected:
  EnterpriseContract() : Contract("dcos_generate_config.ee.sh") {}
};

TEST_F(EnterpriseContract, SaysItsVariantAndHasAnAuthority) {
  const std::vector<std::string> lines = absl::StrSplit(head_, '\n');
  EXPECT_EQ(lines[1], "# variant: ee");
  EXPECT_THAT(Package("dcos-ca"),
              Contains(Key("dcos.target.wants_master/dcos-ca.service")));
}

TEST_F(Contract, EveryRoleHasItsCoreUnits) {
  const std::map<std::string, std::vector<std::string>> units = {
      {"adminrouter",
       {"_master/dcos-adminrouter", "_slave/dcos-adminrouter-agent",
        "_slave_public/dcos-adminrouter-agent"}},
      {"bouncer", {"_master/dcos-bouncer"}},
      {"dcos-diagnostics", {"/dcos-diagnostics"}},
      {"exhibitor", {"_master/dcos-exhibitor"}},
      {"marathon", {"_master/dcos-marathon"}},
      {"mesos",
       {"_master/dcos-mesos-master", "_slave/dcos-mesos-slave",
        "_slave_public/dcos-mesos-slave-public"}},
      {"metronome", {"_master/dcos-metronome"}},
  };
  for (const auto& [package, names] : units) {
    const auto files = Package(package);
    for (const std::string& name : names) {
      EXPECT_THAT(
          files,
          Contains(Key(absl::StrCat("dcos.target.wants", name, ".service"))));
    }
  }
}

}  // namespace
}  // namespace minidcos::sample
