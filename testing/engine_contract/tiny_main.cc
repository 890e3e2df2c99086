#include <unistd.h>

#include <string>
#include <vector>

#include "testing/engine_contract/tiny_program.h"

namespace {

std::string ReadStdin() {
  std::string input;
  char bytes[4096];
  ssize_t got;
  while ((got = read(0, bytes, sizeof(bytes))) > 0) input.append(bytes, got);
  return input;
}

bool WriteAll(int fd, const std::string& bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = write(fd, bytes.data() + done, bytes.size() - done);
    if (written < 0) return false;
    done += written;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const bool reads = argc == 2 && words[0] == "cat";
  const minidcos::TinyResult result =
      minidcos::RunTinyProgram(words, reads ? ReadStdin() : "");
  if (!WriteAll(1, result.stdout_text) || !WriteAll(2, result.stderr_text)) {
    return 1;
  }
  while (result.stays) pause();
  return result.exit_code;
}
