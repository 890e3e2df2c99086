#include "common/base/hash_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "common/base/transfer_meter.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<std::string> HashFile(const Context& ctx,
                                     const std::string& path,
                                     Progress::Step& step) {
  const auto failure = [&] {
    return ErrnoStatus(errno, absl::StrCat("reading '", path, "'"));
  };
  const Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info;
  if (fd.get() < 0 || fstat(fd.get(), &info) != 0) return failure();
  TransferMeter meter(step, info.st_size);
  Sha256 hash;
  std::string buffer(size_t{1} << 18, '\0');
  while (true) {
    RETURN_IF_ERROR(ctx.Check());
    const ssize_t got = read(fd.get(), buffer.data(), buffer.size());
    if (got < 0) return failure();
    if (got == 0) return hash.Finish();
    hash.Add(absl::string_view(buffer.data(), got));
    meter.Add(got);
  }
}

}  // namespace minidcos
