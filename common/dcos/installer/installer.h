// A DC/OS installer: dcos_generate_config.sh, a shell script with a tar behind
// it, of up to some gigabytes. What it looks like from outside:
// https://github.com/dcos/dcos,
// gen/build_deploy/bash/dcos_generate_config.sh.in.

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

enum class DcosVariant { kOpen, kEnterprise };

// "open" or "enterprise", as a node's dcos-version.json spells them.
absl::string_view DcosVariantName(DcosVariant variant);

class Installer {
 public:
  // Looks at the script's head and the first member of the tar; nothing is run
  // and nothing else is read, so that this takes no time whatever the size.
  // kNotFound if there is no such file; kInvalidArgument, with the reason, if
  // it is no DC/OS installer or is cut short.
  static absl::StatusOr<Installer> Open(const std::string& path);

  // Absolute.
  const std::string& path() const { return path_; }

  DcosVariant variant() const { return variant_; }

  // The file that the installer unpacks into its working directory:
  // "dcos-genconf.<commit>-<bootstrap id>.tar". It holds the image
  // mesosphere/dcos-genconf:<commit>-<bootstrap id>, which the installer loads
  // into the engine, where it stays.
  const std::string& payload() const { return payload_; }

 private:
  Installer(std::string path, DcosVariant variant, std::string payload)
      : path_(std::move(path)),
        variant_(variant),
        payload_(std::move(payload)) {}

  std::string path_;
  DcosVariant variant_;
  std::string payload_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_H_
