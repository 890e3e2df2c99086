#include "testing/engine_contract/tiny_program.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace minidcos {

TinyResult RunTinyProgram(const std::vector<std::string>& argv,
                          const std::string& input) {
  const std::string verb = argv.empty() ? "" : argv[0];
  if (verb == "cat") return {.stdout_text = input};
  if (argv.size() == 3 && verb == "both") {
    return {.stdout_text = argv[1], .stderr_text = argv[2]};
  }
  if (argv.size() != 2) return {.exit_code = 2};
  const int number = std::atoi(argv[1].c_str());
  if (verb == "much") return {.stdout_text = std::string(1000 * number, 'x')};
  if (verb == "exit") return {.exit_code = number};
  if (verb == "stay") return {.stdout_text = argv[1], .stays = true};
  return {.exit_code = 2};
}

}  // namespace minidcos
