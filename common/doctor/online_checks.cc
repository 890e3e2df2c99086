#include "common/doctor/online_checks.h"

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/recipe.h"
#include "common/cluster/options/proxy_environment.h"
#include "common/docker/client.h"
#include "common/doctor/engine_info.pb.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/probe_report.h"
#include "common/http/http_message.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

// A public image that is as likely to be there as any.
constexpr char kImage[] = "debian:bookworm";
constexpr char kDebian[] = "deb.debian.org";

struct Place {
  std::string host = kDebian;
  std::string port = "80";
};

// Where packages come from: "http://mirror.example:8080/debian".
Place PlaceOf(const std::string& mirror) {
  static const RE2& form = *new RE2(
      R"((?i)(https?)://(?:[^/@]*@)?([^/:\s]+)(?::([0-9]+))?(?:/.*)?)");
  std::string scheme;
  Place place;
  std::string port;
  if (!RE2::FullMatch(mirror, form, &scheme, &place.host, &port)) return {};
  if (!port.empty()) {
    place.port = port;
  } else if (absl::EqualsIgnoreCase(scheme, "https")) {
    place.port = "443";
  }
  return place;
}

}  // namespace

Finding JudgeRegistry(const std::string& image, const absl::Status& status,
                      bool has_packages) {
  if (status.ok())
    return Ok(absl::StrCat("the engine finds ", image, " there"));
  return Warning(
      absl::StrCat("the engine does not find ", image,
                   " there: ", status.message()),
      absl::StrCat(
          has_packages
              ? "without a registry, nodes of Debian work, which are made of "
                "packages, and DC/OS from an installer; ubuntu, rocky and "
                "centos, and images that are not there yet, do not"
              : "without a registry only images that are there already work: "
                "this machine has no mmdebstrap, which makes Debian of "
                "packages ('apt-get install mmdebstrap "
                "debian-archive-keyring')",
          ". --registry names a mirror, "
          "https://docs.docker.com/engine/daemon/proxy/ tells of proxies"));
}

absl::StatusOr<Finding> CheckRegistry(Examination& examination) {
  ASSIGN_OR_RETURN(DockerClient* const docker, examination.Engine());
  ASSIGN_OR_RETURN(const doctor::EngineInfo info, examination.Info());
  const ImageSources& sources = examination.options().sources;
  const std::string image = absl::StrCat(
      sources.registry, sources.registry.empty() ? "" : "/", kImage);
  const absl::Status status = docker->GetRaw(
      examination.ctx(), absl::StrCat("/distribution/", image, "/json"),
      [](absl::string_view) { return absl::OkStatus(); });
  RETURN_IF_ERROR(examination.ctx().Check());
  // Podman's service has no such call; of Docker it is the registry's answer.
  if (absl::IsNotFound(status) && !info.buildah_version().empty()) {
    return absl::UnavailableError(
        absl::StrCat("podman cannot be asked: ", status.message()));
  }
  const absl::StatusOr<ImageRecipe> recipe = FindRecipe({.sources = sources});
  return JudgeRegistry(image, status,
                       recipe.ok() && !recipe->bootstrap.empty());
}

Finding JudgeInternet(const std::string& host, const ProbeReport& report,
                      bool has_proxy) {
  const std::string name_error = report.Problem("name");
  const std::string error = report.Problem("connection");
  if (name_error.empty() && error.empty()) {
    return Ok(absl::StrCat("a container reaches ", host));
  }
  constexpr char kWithout[] =
      "nodes and DC/OS work without; packages of DC/OS's catalogue, and pulls "
      "inside nodes, do not";
  const std::string found =
      name_error.empty()
          ? absl::StrCat("a container does not reach ", host, ": ", error)
          : absl::StrCat("a container does not find the address of ", host,
                         ": ", name_error);
  if (has_proxy) {
    return Note(found, absl::StrCat("nodes are told of this machine's proxies; "
                                    "without those, ",
                                    kWithout));
  }
  return Warning(
      found,
      absl::StrCat(name_error.empty()
                       ? "see whether the engine's machine forwards "
                         "('sysctl net.ipv4.ip_forward', its firewall); "
                       : "'\"dns\": [\"ADDRESS\"]' in /etc/docker/daemon.json "
                         "names another server; ",
                   kWithout));
}

absl::StatusOr<Finding> CheckInternet(Examination& examination) {
  const Place place = PlaceOf(examination.options().sources.debian_mirror);
  ASSIGN_OR_RETURN(const std::string text,
                   examination.Ask({"reach", place.host, place.port}));
  const ProbeReport report = ProbeReport::Parse(text);
  if (!report.Get("name").ok() && report.Problem("name").empty()) {
    return absl::UnavailableError("the probe's container tells nothing");
  }
  return JudgeInternet(place.host, report,
                       !ProxyVariables(std::getenv).empty());
}

}  // namespace minidcos
