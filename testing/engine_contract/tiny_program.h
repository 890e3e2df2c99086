// What the one program of the contract suite's image does. The image holds it
// as a binary; the fake engine, which runs nothing, calls it.

#ifndef MINIDCOS_TESTING_ENGINE_CONTRACT_TINY_PROGRAM_H_
#define MINIDCOS_TESTING_ENGINE_CONTRACT_TINY_PROGRAM_H_

#include <string>
#include <vector>

namespace minidcos {

struct TinyResult {
  std::string stdout_text;
  std::string stderr_text;
  int exit_code = 0;
  // It waits to be killed.
  bool stays = false;
};

// `argv` without the program itself:
//   both OUT ERR   prints OUT to stdout and ERR to stderr
//   much N         prints N thousand bytes
//   exit N         exits with N
//   cat            prints `input`, all that comes on stdin
//   stay TEXT      prints TEXT and waits to be killed
// Anything else is exit code 2.
TinyResult RunTinyProgram(const std::vector<std::string>& argv,
                          const std::string& input);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_ENGINE_CONTRACT_TINY_PROGRAM_H_
