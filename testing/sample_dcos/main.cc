#include <string>
#include <vector>
#include "testing/sample_dcos/genconf/command_line.h"
int main(int argc, char** argv) {
  return minidcos::sample::InstallerMain(std::vector<std::string>(argv + 1, argv + argc));
}
