// Bundles taken apart, for tests.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_READ_BUNDLE_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_READ_BUNDLE_H_

#include <archive.h>
#include <archive_entry.h>

#include <map>
#include <memory>
#include <string>

#include "gtest/gtest.h"

namespace minidcos {

// Name -> content of the files in the compressed tar, or zip, `path`; a test
// failure if it is none.
inline std::map<std::string, std::string> ReadBundle(const std::string& path) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> reader(
      archive_read_new(), &archive_read_free);
  archive_read_support_format_tar(reader.get());
  archive_read_support_format_zip(reader.get());
  archive_read_support_filter_all(reader.get());
  std::map<std::string, std::string> files;
  EXPECT_EQ(archive_read_open_filename(reader.get(), path.c_str(), 1 << 16),
            ARCHIVE_OK)
      << path;
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
    std::string& content = files[archive_entry_pathname(entry)];
    content.resize(archive_entry_size(entry));
    EXPECT_EQ(archive_read_data(reader.get(), content.data(), content.size()),
              static_cast<la_ssize_t>(content.size()));
  }
  EXPECT_EQ(archive_errno(reader.get()), 0) << path;
  return files;
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_READ_BUNDLE_H_
