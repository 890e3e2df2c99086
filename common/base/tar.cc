#include "common/base/tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

Entry MakeEntry(const std::string& path, mode_t type, mode_t mode) {
  Entry entry(archive_entry_new(), &archive_entry_free);
  archive_entry_set_pathname(entry.get(), path.c_str());
  archive_entry_set_filetype(entry.get(), type);
  archive_entry_set_perm(entry.get(), mode);
  archive_entry_set_mtime(entry.get(), 0, 0);
  archive_entry_set_size(entry.get(), 0);
  return entry;
}

la_ssize_t AppendTo(archive*, void* bytes, const void* data, size_t size) {
  static_cast<std::string*>(bytes)->append(static_cast<const char*>(data),
                                           size);
  return static_cast<la_ssize_t>(size);
}

std::string ReadContent(archive* reader, int64_t size, bool& whole) {
  std::string content(size, '\0');
  const la_ssize_t got =
      archive_read_data(reader, content.data(), content.size());
  whole = got == static_cast<la_ssize_t>(content.size());
  return content;
}

// No file in `bytes` can be larger.
int64_t LargestPossible(archive* reader, absl::string_view bytes) {
  // gzip packs at most that many bytes into one.
  constexpr int64_t kRatio = 1032;
  const bool is_packed = archive_filter_count(reader) > 1;
  return static_cast<int64_t>(bytes.size()) * (is_packed ? kRatio : 1);
}

absl::Status BadTar(archive* reader) {
  const char* reason = archive_error_string(reader);
  return absl::DataLossError(
      absl::StrCat("broken tar archive: ", reason == nullptr ? "cut" : reason));
}

}  // namespace

TarWriter::TarWriter() : archive_(archive_write_new()) {
  if (archive_ == nullptr) std::abort();  // out of memory
  // Unlike pax, it takes names as bytes, whatever the locale.
  archive_write_set_format_gnutar(archive_);
  archive_write_set_bytes_per_block(archive_, 0);
  archive_write_open(archive_, &bytes_, nullptr, &AppendTo, nullptr);
}

TarWriter::~TarWriter() { archive_write_free(archive_); }

void TarWriter::AddFile(const std::string& path, absl::string_view content,
                        mode_t mode) {
  const Entry entry = MakeEntry(path, AE_IFREG, mode);
  archive_entry_set_size(entry.get(), static_cast<int64_t>(content.size()));
  failed_ |= archive_write_header(archive_, entry.get()) != ARCHIVE_OK;
  failed_ |= archive_write_data(archive_, content.data(), content.size()) !=
             static_cast<la_ssize_t>(content.size());
}

void TarWriter::AddLink(const std::string& path, const std::string& target) {
  const Entry entry = MakeEntry(path, AE_IFLNK, 0777);
  archive_entry_set_symlink(entry.get(), target.c_str());
  failed_ |= archive_write_header(archive_, entry.get()) != ARCHIVE_OK;
}

void TarWriter::AddFolder(const std::string& path, mode_t mode) {
  const Entry entry = MakeEntry(path, AE_IFDIR, mode);
  failed_ |= archive_write_header(archive_, entry.get()) != ARCHIVE_OK;
}

absl::StatusOr<std::string> TarWriter::Finish() {
  failed_ |= archive_write_close(archive_) != ARCHIVE_OK;
  if (failed_) return absl::InternalError("writing a tar archive failed");
  return std::move(bytes_);
}

absl::StatusOr<std::vector<TarEntry>> ReadTar(absl::string_view bytes) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> reader(
      archive_read_new(), &archive_read_free);
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_format_tar(reader.get());
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) !=
      ARCHIVE_OK) {
    return BadTar(reader.get());
  }
  std::vector<TarEntry> entries;
  archive_entry* entry = nullptr;
  int result;
  // It warns of names that are foreign to the locale, but gives them.
  while ((result = archive_read_next_header(reader.get(), &entry)) ==
             ARCHIVE_OK ||
         result == ARCHIVE_WARN) {
    const char* path = archive_entry_pathname(entry);
    const char* link = archive_entry_symlink(entry);
    const int64_t size = archive_entry_filetype(entry) == AE_IFREG
                             ? archive_entry_size(entry)
                             : 0;
    if (path == nullptr || size < 0 ||
        size > LargestPossible(reader.get(), bytes)) {
      return BadTar(reader.get());
    }
    TarEntry& read = entries.emplace_back(
        TarEntry{.path = path,
                 .content = "",
                 .link_target = link == nullptr ? "" : link,
                 .mode = archive_entry_perm(entry)});
    bool whole = true;
    if (size > 0) read.content = ReadContent(reader.get(), size, whole);
    if (!whole) return BadTar(reader.get());
  }
  if (result != ARCHIVE_EOF) return BadTar(reader.get());
  return entries;
}

}  // namespace minidcos
