#include "common/dcos/installer/installer.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/files.h"

namespace minidcos {
namespace {

// Real heads have about four kilobytes.
constexpr size_t kMaxBeginning = size_t{1} << 18;
constexpr absl::string_view kMarker = "\n#EOF#\n";

struct Beginning {
  std::string bytes;
  size_t file_size = 0;
};

absl::StatusOr<Beginning> ReadBeginning(const std::string& path) {
  // O_NONBLOCK: opening a named pipe must not wait for a writer.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return ErrnoStatus(errno, "opening it");
  const absl::Cleanup close_fd = [fd] { close(fd); };
  struct stat status;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    return absl::InvalidArgumentError("it is no regular file");
  }
  Beginning beginning = {.bytes = std::string(kMaxBeginning, '\0'),
                         .file_size = static_cast<size_t>(status.st_size)};
  const ssize_t got = read(fd, beginning.bytes.data(), kMaxBeginning);
  if (got < 0) return ErrnoStatus(errno, "reading it");
  beginning.bytes.resize(got);
  return beginning;
}

absl::StatusOr<std::optional<DcosVariant>> ParseVariant(
    absl::string_view script) {
  const std::vector<absl::string_view> lines =
      absl::StrSplit(script, absl::MaxSplits('\n', 2));
  if (!absl::StartsWith(lines[0], "#!")) {
    return absl::InvalidArgumentError("it is no script");
  }
  const absl::string_view second = lines.size() > 1 ? lines[1] : "";
  if (second == "# variant: None") return DcosVariant::kOpen;
  if (second == "# variant: ee") return DcosVariant::kEnterprise;
  return std::nullopt;
}

// The name of the tar's first member. `tar` is the beginning of a tar of which
// `size` bytes are there.
absl::StatusOr<std::string> ParsePayload(absl::string_view tar, size_t size) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(),
                                                           archive_read_free);
  archive_read_support_format_tar(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(reader.get(), tar.data(), tar.size()) !=
          ARCHIVE_OK ||
      archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
    return absl::InvalidArgumentError("there is no tar behind its script");
  }
  const size_t wanted = static_cast<size_t>(archive_entry_size(entry));
  if (size < wanted) {
    return absl::InvalidArgumentError(
        absl::StrCat("it is cut short: ", wanted,
                     " bytes should be behind its "
                     "script, ",
                     size, " are"));
  }
  return std::filesystem::path(archive_entry_pathname(entry))
      .filename()
      .string();
}

}  // namespace

absl::string_view DcosVariantName(DcosVariant variant) {
  return variant == DcosVariant::kEnterprise ? "enterprise" : "open";
}

std::string Installer::image_suffix() const {
  absl::string_view tag = payload_;
  absl::ConsumePrefix(&tag, "dcos-genconf.");
  absl::ConsumeSuffix(&tag, ".tar");
  return absl::StrCat("/dcos-genconf:", tag);
}

absl::StatusOr<Installer> Installer::Open(const std::string& path,
                                          const std::string& name) {
  const auto refuse = [&name](const absl::Status& why) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", name, "' is no DC/OS installer: ", why.message()));
  };
  absl::StatusOr<Beginning> beginning = ReadBeginning(path);
  if (absl::IsNotFound(beginning.status())) {
    return absl::NotFoundError(absl::StrCat("no such installer: '", name, "'"));
  }
  if (!beginning.ok()) return refuse(beginning.status());
  const absl::string_view bytes = beginning->bytes;

  const absl::StatusOr<std::optional<DcosVariant>> variant =
      ParseVariant(bytes);
  if (!variant.ok()) return refuse(variant.status());
  const size_t marker = bytes.find(kMarker);
  if (marker == absl::string_view::npos) {
    return refuse(
        absl::InvalidArgumentError("no line '#EOF#' ends its script"));
  }
  const size_t tar = marker + kMarker.size();
  const absl::StatusOr<std::string> payload =
      ParsePayload(bytes.substr(tar), beginning->file_size - tar);
  if (!payload.ok()) return refuse(payload.status());
  return Installer(path, name, *variant, *payload);
}

}  // namespace minidcos
