#include "common/dcos/installer/find_installer.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/ask_variant.h"
#include "common/dcos/installer/checksum.h"
#include "common/dcos/installer/download_installer.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/installer/installer_cache.h"
#include "common/http/shown_url.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status CheckSource(absl::string_view source) {
  if (IsInstallerUrl(source) || !absl::StrContains(source, "://")) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("bad installer '", ShownUrl(source),
                   "': expected a path, or an http or https URL"));
}

absl::string_view VariantWords(DcosVariant variant) {
  return variant == DcosVariant::kOpen ? "open DC/OS (oss)"
                                       : "DC/OS Enterprise (enterprise)";
}

// Settles the variant as far as that takes no run.
absl::Status ApplyChoice(VariantChoice choice, Installer& installer) {
  if (choice == VariantChoice::kAuto) return absl::OkStatus();
  const DcosVariant wanted = choice == VariantChoice::kOpen
                                 ? DcosVariant::kOpen
                                 : DcosVariant::kEnterprise;
  if (installer.knows_variant() && installer.variant() != wanted) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the installer '", installer.name(), "' is of ",
        VariantWords(installer.variant()), ", not of ", VariantWords(wanted)));
  }
  installer.set_variant(wanted);
  return absl::OkStatus();
}

absl::StatusOr<Installer> OpenFile(const Operation& operation,
                                   const std::string& path,
                                   const std::string& sha256) {
  ASSIGN_OR_RETURN(Installer installer, Installer::Open(path));
  if (sha256.empty()) return installer;
  const auto step =
      operation.progress.Begin("Checking the installer's checksum");
  RETURN_IF_ERROR(CheckChecksum(operation.ctx, path, path, sha256, *step));
  step->Done();
  return installer;
}

}  // namespace

absl::StatusOr<Installer> FindInstaller(const Operation& operation,
                                        const InstallerOptions& options) {
  RETURN_IF_ERROR(CheckSource(options.source));
  ASSIGN_OR_RETURN(const std::string sha256, ParseChecksum(options.checksum));
  ASSIGN_OR_RETURN(Installer installer,
                   IsInstallerUrl(options.source)
                       ? FetchInstaller(operation.ctx, options.source, sha256,
                                        operation.progress)
                       : OpenFile(operation, options.source, sha256));
  RETURN_IF_ERROR(ApplyChoice(options.variant, installer));
  if (!installer.knows_variant()) {
    ASSIGN_OR_RETURN(const DcosVariant variant,
                     AskVariant(operation, installer));
    installer.set_variant(variant);
  }
  return installer;
}

}  // namespace minidcos
