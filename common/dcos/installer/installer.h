// A DC/OS installer: dcos_generate_config.sh, a shell script with a tar behind
// it, of up to some gigabytes. What it looks like from outside:
// https://github.com/dcos/dcos,
// gen/build_deploy/bash/dcos_generate_config.sh.in.

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"

namespace minidcos {

enum class DcosVariant { kOpen, kEnterprise };

// "open" or "enterprise", as a node's dcos-version.json spells them.
absl::string_view DcosVariantName(DcosVariant variant);

class Installer {
 public:
  // Looks at the script's head and the first member of the tar; nothing is run
  // and nothing else is read, so that this takes no time whatever the size.
  // Errors call it `name`. kNotFound if there is no such file;
  // kInvalidArgument, with the reason, if it is no DC/OS installer or is cut
  // short.
  static absl::StatusOr<Installer> Open(const std::string& path,
                                        const std::string& name);
  static absl::StatusOr<Installer> Open(const std::string& path) {
    return Open(path, path);
  }

  // As it was given.
  const std::string& path() const { return path_; }

  // What the user knows it by: a path or a URL.
  const std::string& name() const { return name_; }

  // Known of every installer that FindInstaller() returns; after Open() only if
  // the script's second line tells it.
  bool knows_variant() const { return variant_.has_value(); }
  DcosVariant variant() const { return *variant_; }
  void set_variant(DcosVariant variant) { variant_ = variant; }

  // The file that the installer unpacks into its working directory:
  // "dcos-genconf.<commit>-<bootstrap id>.tar".
  const std::string& payload() const { return payload_; }

  // The end of the name of the image in it, which the installer loads into the
  // engine, where it stays: "/dcos-genconf:<commit>-<bootstrap id>". The
  // beginning, mesosphere for those of DC/OS, is only in the image.
  std::string image_suffix() const;

  // Keeps `lock` as long as this, and every copy of it, lives.
  void Hold(Fd lock) { lock_ = std::make_shared<const Fd>(std::move(lock)); }

 private:
  Installer(std::string path, std::string name,
            std::optional<DcosVariant> variant, std::string payload)
      : path_(std::move(path)),
        name_(std::move(name)),
        variant_(variant),
        payload_(std::move(payload)) {}

  std::string path_;
  std::string name_;
  std::optional<DcosVariant> variant_;
  std::string payload_;
  std::shared_ptr<const Fd> lock_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_H_
