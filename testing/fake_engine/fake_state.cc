#include "testing/fake_engine/fake_state.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/random_id.h"

namespace minidcos {

FakeContainer* FakeState::FindContainer(absl::string_view reference) {
  for (auto& [id, container] : containers) {
    if (container.name == absl::StripPrefix(reference, "/")) return &container;
  }
  for (auto& [id, container] : containers) {
    if (!reference.empty() && absl::StartsWith(id, reference)) {
      return &container;
    }
  }
  return nullptr;
}

FakeImage* FakeState::FindImage(absl::string_view reference) {
  for (FakeImage& image : images) {
    if (image.reference == WithTag(reference) || image.id == reference) {
      return &image;
    }
  }
  return nullptr;
}

std::string FakeState::Add(FakeContainer container) {
  if (container.id.empty()) container.id = RandomHex(64);
  if (container.created.empty()) {
    container.created =
        absl::FormatTime(absl::RFC3339_full, absl::Now(), absl::UTCTimeZone());
  }
  if (container.ip_address.empty()) {
    container.ip_address = absl::StrCat("172.17.0.", containers.size() + 2);
  }
  const std::string id = container.id;
  containers[id] = std::move(container);
  return id;
}

void FakeState::Add(FakeImage image) {
  image.reference = WithTag(image.reference);
  if (image.id.empty()) image.id = absl::StrCat("sha256:", RandomHex(64));
  if (FakeImage* other = FindImage(image.reference)) other->reference.clear();
  images.push_back(std::move(image));
}

void FakeState::Remove(const FakeContainer& container) {
  const std::set<std::string> gone(container.volumes.begin(),
                                   container.volumes.end());
  volumes.erase(std::remove_if(volumes.begin(), volumes.end(),
                               [&](const FakeThing& volume) {
                                 return gone.count(volume.name) > 0;
                               }),
                volumes.end());
  containers.erase(std::string(container.id));
}

void FakeState::End(FakeContainer& container, int exit_code) {
  container.state = "exited";
  container.exit_code = exit_code;
  if (container.request.host_config().auto_remove()) Remove(container);
}

std::string WithTag(absl::string_view reference) {
  const size_t slash = reference.rfind('/');
  const absl::string_view last =
      slash == absl::string_view::npos ? reference : reference.substr(slash);
  return absl::StrCat(reference, absl::StrContains(last, ':') ? "" : ":latest");
}

bool HasFolder(const FakeContainer& container, const std::string& path) {
  static const auto& usual = *new std::set<std::string>{
      "/", "/etc", "/home", "/opt", "/root", "/run", "/tmp", "/usr", "/var"};
  const std::string folder(absl::StripSuffix(path, "/"));
  if (usual.count(path) > 0 || usual.count(folder) > 0) return true;
  for (const auto& [file, content] : container.files) {
    if (absl::StartsWith(file, absl::StrCat(folder, "/"))) return true;
  }
  return false;
}

}  // namespace minidcos
