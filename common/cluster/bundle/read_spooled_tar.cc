#include "common/cluster/bundle/read_spooled_tar.h"

#include <archive.h>
#include <archive_entry.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/cluster/bundle/spool.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr size_t kPiece = size_t{64} << 10;

la_ssize_t ReadSpool(archive*, void* spool, const void** bytes) {
  const absl::StatusOr<absl::string_view> piece =
      static_cast<Spool*>(spool)->Read();
  if (!piece.ok()) return -1;
  *bytes = piece->data();
  return static_cast<la_ssize_t>(piece->size());
}

absl::Status BadTar(archive* reader) {
  const char* reason = archive_error_string(reader);
  return absl::DataLossError(
      absl::StrCat("broken tar archive: ", reason == nullptr ? "cut" : reason));
}

// Whether it stays below the folder where the tar is unpacked.
bool IsSafe(absl::string_view path) {
  if (path.empty() || absl::StartsWith(path, "/")) return false;
  for (const absl::string_view part : absl::StrSplit(path, '/')) {
    if (part == "..") return false;
  }
  return true;
}

absl::Status ReadFile(archive* reader, const std::string& path,
                      const std::function<absl::Status(
                          const std::string& path, const SpooledFile&)>& each) {
  std::string piece(kPiece, '\0');
  const auto read_piece = [&]() -> absl::StatusOr<absl::string_view> {
    const la_ssize_t got = archive_read_data(reader, piece.data(), kPiece);
    if (got < 0) return BadTar(reader);
    return absl::string_view(piece.data(), got);
  };
  const absl::StatusOr<absl::string_view> first = read_piece();
  const bool is_text =
      first.ok() && first->find('\0') == absl::string_view::npos;
  const auto read_all =
      [&](const std::function<absl::Status(absl::string_view)>& sink)
      -> absl::StatusOr<bool> {
    absl::StatusOr<absl::string_view> bytes = first;
    while (true) {
      RETURN_IF_ERROR(bytes.status());
      if (bytes->empty()) return true;
      RETURN_IF_ERROR(sink(*bytes));
      bytes = read_piece();
    }
  };
  RETURN_IF_ERROR(first.status());
  return each(path, {.is_text = is_text, .read = read_all});
}

}  // namespace

absl::Status ReadSpooledTar(
    Spool& tar, const std::function<absl::Status(const std::string& path,
                                                 const SpooledFile&)>& each) {
  RETURN_IF_ERROR(tar.Rewind());
  const std::unique_ptr<archive, decltype(&archive_read_free)> reader(
      archive_read_new(), &archive_read_free);
  archive_read_support_format_tar(reader.get());
  if (archive_read_open(reader.get(), &tar, nullptr, &ReadSpool, nullptr) !=
      ARCHIVE_OK) {
    return BadTar(reader.get());
  }
  archive_entry* entry = nullptr;
  int result;
  // It warns of names that are foreign to the locale, but gives them.
  while ((result = archive_read_next_header(reader.get(), &entry)) ==
             ARCHIVE_OK ||
         result == ARCHIVE_WARN) {
    const char* path = archive_entry_pathname(entry);
    if (path == nullptr || !IsSafe(path) ||
        archive_entry_filetype(entry) != AE_IFREG) {
      continue;
    }
    RETURN_IF_ERROR(ReadFile(reader.get(), path, each));
  }
  return result == ARCHIVE_EOF ? absl::OkStatus() : BadTar(reader.get());
}

}  // namespace minidcos
