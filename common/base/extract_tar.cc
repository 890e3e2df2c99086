#include "common/base/extract_tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;
using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;

// No owner: setuid stays only on what is ours anyway (libarchive).
constexpr int kFlags = ARCHIVE_EXTRACT_PERM | ARCHIVE_EXTRACT_TIME |
                       ARCHIVE_EXTRACT_SECURE_SYMLINKS |
                       ARCHIVE_EXTRACT_SECURE_NODOTDOT;

// Hands the pieces to libarchive and sees how they end.
class Input {
 public:
  explicit Input(const TarPieces& pieces) : pieces_(pieces) {}

  static la_ssize_t Read(archive*, void* input, const void** data) {
    return static_cast<Input*>(input)->ReadNext(data);
  }

  // Reads what libarchive has not. An archive that was cut between two entries
  // lacks the two blocks of zeros that it ends with.
  absl::Status CheckEnd() {
    const void* data = nullptr;
    while (ReadNext(&data) > 0) {
    }
    RETURN_IF_ERROR(status_);
    if (zeros_ >= kEndZeros) return absl::OkStatus();
    return absl::DataLossError("the archive is cut");
  }

  const absl::Status& status() const { return status_; }

 private:
  static constexpr size_t kEndZeros = 1024;

  la_ssize_t ReadNext(const void** data) {
    if (!status_.ok()) return ARCHIVE_FATAL;
    absl::StatusOr<std::string> piece = pieces_();
    if (!piece.ok()) {
      status_ = std::move(piece).status();
      return ARCHIVE_FATAL;
    }
    piece_ = *std::move(piece);
    *data = piece_.data();
    const size_t last = piece_.find_last_not_of('\0');
    zeros_ = last == std::string::npos ? zeros_ + piece_.size()
                                       : piece_.size() - last - 1;
    return static_cast<la_ssize_t>(piece_.size());
  }

  const TarPieces& pieces_;
  std::string piece_;
  // How many zeros the input ends with so far.
  size_t zeros_ = 0;
  absl::Status status_;
};

// The name below the target, empty for the target itself; nullopt for one that
// is not of this form.
std::optional<std::string> NameBelow(const char* name) {
  if (name == nullptr) return std::nullopt;
  absl::string_view below = absl::StripSuffix(name, "/");
  if (below == ".") return "";
  if (!absl::ConsumePrefix(&below, "./")) return std::nullopt;
  for (const absl::string_view part : absl::StrSplit(below, '/')) {
    if (part.empty() || part == "." || part == "..") return std::nullopt;
  }
  return std::string(below);
}

bool IsZero(const void* data, size_t size) {
  const char* const bytes = static_cast<const char*>(data);
  return size > 0 && bytes[0] == 0 &&
         std::memcmp(bytes, bytes + 1, size - 1) == 0;
}

absl::Status OutOfTarget(const char* name) {
  return absl::DataLossError(
      absl::StrCat("the archive has a name that leads out of it: '",
                   name == nullptr ? "" : name, "'"));
}

class Extraction {
 public:
  Extraction(const TarPieces& pieces, std::string target,
             const ExtractOptions& options)
      : target_(std::move(target)),
        options_(options),
        input_(pieces),
        reader_(archive_read_new(), &archive_read_free),
        writer_(archive_write_disk_new(), &archive_write_free) {}

  absl::StatusOr<std::vector<std::string>> Run() {
    if (reader_ == nullptr || writer_ == nullptr) abort();  // out of memory
    archive_write_disk_set_options(writer_.get(), kFlags);
    archive_read_support_format_tar(reader_.get());
    int result = archive_read_open(reader_.get(), &input_, nullptr,
                                   &Input::Read, nullptr);
    if (result != ARCHIVE_OK) return ReadError();
    archive_entry* entry = nullptr;
    // It warns of names that are foreign to the locale, but gives them.
    while ((result = archive_read_next_header(reader_.get(), &entry)) ==
               ARCHIVE_OK ||
           result == ARCHIVE_WARN) {
      RETURN_IF_ERROR(Place(entry));
      RETURN_IF_ERROR(Write(entry));
    }
    if (result != ARCHIVE_EOF) return ReadError();
    RETURN_IF_ERROR(input_.CheckEnd());
    if (!has_target_) return absl::DataLossError("the archive is empty");
    // Now folders get their permissions and times.
    if (archive_write_close(writer_.get()) < ARCHIVE_WARN) return WriteError();
    return std::move(special_);
  }

 private:
  // Gives the entry the path that it is to have on this machine.
  absl::Status Place(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    if (!options_.is_folder) {
      if (has_target_ || archive_entry_filetype(entry) != AE_IFREG) {
        return absl::DataLossError("the archive is not of one file");
      }
      has_target_ = true;
      archive_entry_copy_pathname(entry, target_.c_str());
      return absl::OkStatus();
    }
    const std::optional<std::string> below = NameBelow(name);
    if (!below.has_value()) return OutOfTarget(name);
    if (below->empty() != !has_target_ ||
        (below->empty() && archive_entry_filetype(entry) != AE_IFDIR)) {
      return absl::DataLossError("the archive is not of one folder");
    }
    has_target_ = true;
    archive_entry_copy_pathname(entry, Path(*below).c_str());
    const char* original = archive_entry_hardlink(entry);
    if (original == nullptr) return absl::OkStatus();
    const std::optional<std::string> linked = NameBelow(original);
    if (!linked.has_value()) return OutOfTarget(original);
    archive_entry_copy_hardlink(entry, Path(*linked).c_str());
    return absl::OkStatus();
  }

  std::string Path(const std::string& below) const {
    return below.empty() ? target_ : absl::StrCat(target_, "/", below);
  }

  absl::Status Write(archive_entry* entry) {
    const auto type = archive_entry_filetype(entry);
    if (archive_entry_hardlink(entry) == nullptr && type != AE_IFREG &&
        type != AE_IFDIR && type != AE_IFLNK) {
      const absl::string_view path = archive_entry_pathname(entry);
      special_.emplace_back(path.substr(target_.size() + 1));
      return absl::OkStatus();
    }
    if (archive_write_header(writer_.get(), entry) < ARCHIVE_WARN) {
      return WriteError();
    }
    while (true) {
      const void* data = nullptr;
      size_t size = 0;
      la_int64_t offset = 0;
      const int result =
          archive_read_data_block(reader_.get(), &data, &size, &offset);
      if (result == ARCHIVE_EOF) break;
      if (result != ARCHIVE_OK) return ReadError();
      // The engine fills holes. (libarchive's own way to find them makes a
      // write of each 4 KiB.)
      if (IsZero(data, size)) continue;
      if (archive_write_data_block(writer_.get(), data, size, offset) !=
          ARCHIVE_OK) {
        return WriteError();
      }
    }
    return archive_write_finish_entry(writer_.get()) < ARCHIVE_WARN
               ? WriteError()
               : absl::OkStatus();
  }

  absl::Status ReadError() {
    RETURN_IF_ERROR(input_.status());
    const char* reason = archive_error_string(reader_.get());
    return absl::DataLossError(
        absl::StrCat("broken tar archive: ", reason == nullptr ? "" : reason));
  }

  absl::Status WriteError() {
    const char* reason = archive_error_string(writer_.get());
    const int error = archive_errno(writer_.get());
    if (error == ENOSPC || error == EDQUOT) {
      return ErrnoStatus(ENOSPC, absl::StrCat("'", target_, "'"));
    }
    return absl::FailedPreconditionError(reason == nullptr ? "" : reason);
  }

  const std::string target_;
  const ExtractOptions options_;
  Input input_;
  const Reader reader_;
  const Writer writer_;
  bool has_target_ = false;
  std::vector<std::string> special_;
};

// libarchive refuses every symbolic link on the way, our own too.
absl::StatusOr<std::string> WithoutLinks(const std::string& target) {
  const size_t slash = target.rfind('/');
  const std::string folder =
      slash == std::string::npos ? "." : target.substr(0, slash + 1);
  char resolved[PATH_MAX];
  if (realpath(folder.c_str(), resolved) == nullptr) {
    return ErrnoStatus(errno, absl::StrCat("'", folder, "'"));
  }
  return absl::StrCat(
      resolved, "/",
      slash == std::string::npos ? target : target.substr(slash + 1));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ExtractTar(
    const TarPieces& pieces, const std::string& target,
    const ExtractOptions& options) {
  ASSIGN_OR_RETURN(std::string path, WithoutLinks(target));
  return Extraction(pieces, std::move(path), options).Run();
}

}  // namespace minidcos
