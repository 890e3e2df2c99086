#include "common/dcos/installer/installer.h"

#include <sys/stat.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr absl::string_view kOpenHead =
    "#!/bin/bash\n# variant: None\nexit 0\n#EOF#\n";

std::string PayloadTar() {
  TarWriter tar;
  tar.AddFile("dcos-genconf.0123-4567.tar", std::string(5000, 'x'), 0644);
  return *tar.Finish();
}

std::string WriteInstaller(absl::string_view content) {
  const std::string path = absl::StrCat(testing::TempDir(), "/installer.sh");
  EXPECT_THAT(WriteFile(path, content, 0644), IsOk());
  return path;
}

TEST(Installer, KnowsItsVariantAndPayload) {
  const std::string path =
      WriteInstaller(absl::StrCat(kOpenHead, PayloadTar()));

  const auto installer = Installer::Open(path);

  ASSERT_THAT(installer, IsOk());
  EXPECT_EQ(installer->variant(), DcosVariant::kOpen);
  EXPECT_EQ(installer->payload(), "dcos-genconf.0123-4567.tar");
  EXPECT_EQ(installer->image_suffix(), "/dcos-genconf:0123-4567");
  EXPECT_EQ(installer->path(), path);
}

TEST(Installer, KnowsEnterprise) {
  const auto installer = Installer::Open(WriteInstaller(absl::StrCat(
      "#!/bin/bash\n# variant: ee\nexit 0\n#EOF#\n", PayloadTar())));

  ASSERT_THAT(installer, IsOk());
  EXPECT_EQ(installer->variant(), DcosVariant::kEnterprise);
}

TEST(Installer, MayNotTellItsVariant) {
  for (const absl::string_view line :
       {"", "# variant: x\n", "set -e\n", "# variant: None \n"}) {
    const auto installer = Installer::Open(WriteInstaller(
        absl::StrCat("#!/bin/bash\n", line, "#EOF#\n", PayloadTar())));
    ASSERT_THAT(installer, IsOk()) << line;
    EXPECT_FALSE(installer->knows_variant()) << line;
  }
}

TEST(Installer, IsCalledAsTheUserDoes) {
  EXPECT_THAT(Installer::Open(WriteInstaller("<html>"), "http://host/f"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "'http://host/f' is no DC/OS installer: it is no "
                       "script"));
}

TEST(Installer, TellsThatThereIsNone) {
  EXPECT_THAT(Installer::Open("/nonexistent/installer.sh"),
              StatusIs(absl::StatusCode::kNotFound,
                       "no such installer: '/nonexistent/installer.sh'"));
  EXPECT_THAT(Installer::Open(""),
              StatusIs(absl::StatusCode::kNotFound, "no such installer: ''"));
}

TEST(Installer, TellsWhyAFileIsNone) {
  const std::string tar = PayloadTar();
  const struct {
    std::string content;
    absl::string_view reason;
  } kCases[] = {
      {"", "it is no script"},
      {"hello\n# variant: None\n#EOF#\n", "it is no script"},
      {absl::StrCat("\x7f", "ELF"), "it is no script"},
      {"<!DOCTYPE html>\n<html>", "it is no script"},
      {"#!/bin/bash\n", "no line '#EOF#' ends its script"},
      {"#!/bin/bash\necho hello\n", "no line '#EOF#' ends its script"},
      {"#!/bin/bash\n# variant: None\n", "no line '#EOF#' ends its script"},
      {"#!/bin/bash\n# variant: None\necho '#EOF#' \n", "no line '#EOF#'"},
      {std::string(kOpenHead), "there is no tar behind its script"},
      {absl::StrCat(kOpenHead, std::string(2000, 'x')),
       "there is no tar behind its script"},
      {absl::StrCat(kOpenHead, tar.substr(0, 200)), "there is no tar"},
      {absl::StrCat(kOpenHead, tar.substr(0, 3000)), "it is cut short: 5000"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(Installer::Open(WriteInstaller(test.content)),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr("installer.sh' is no DC/OS installer"),
                               HasSubstr(test.reason))))
        << test.content;
  }
}

TEST(Installer, IsARegularFile) {
  EXPECT_THAT(Installer::Open(testing::TempDir()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("it is no regular file")));
  const std::string pipe = absl::StrCat(testing::TempDir(), "/pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(Installer::Open(pipe),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("it is no regular file")));
}

// That this process has read, whatever from (proc(5), io).
int64_t BytesRead() {
  const absl::StatusOr<std::string> io = ReadFile("/proc/self/io");
  EXPECT_THAT(io, IsOk());
  int64_t bytes = -1;
  EXPECT_TRUE(RE2::PartialMatch(*io, R"(rchar: (\d+))", &bytes)) << *io;
  return bytes;
}

TEST(Installer, IsNotReadWholeWhateverItsSize) {
  const std::string path =
      WriteInstaller(absl::StrCat(kOpenHead, PayloadTar()));
  ASSERT_EQ(truncate(path.c_str(), off_t{8} << 30), 0);

  const int64_t before = BytesRead();
  EXPECT_THAT(Installer::Open(path), IsOk());
  EXPECT_LT(BytesRead() - before, 1 << 20);
}

}  // namespace
}  // namespace minidcos
