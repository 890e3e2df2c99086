// Prints minidcos(1), for the build: what minidcos itself does not link is in
// it.

#include <iostream>

#include "tools/minidcos/minidcos_man_page.h"
#include "tools/registry.h"

int main() {
  std::cout << minidcos::MinidcosManPage(minidcos::RegisteredTools())
            << std::flush;
  return std::cout.good() ? 0 : 1;
}
