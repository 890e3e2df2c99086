// What could stand at the cursor of a command line that is being typed, for the
// completion scripts of shells (completions/).
//
// A value is completed by what stands for it in --help. Of flags and arguments:
//   FILE, PATH, SRC, DST, INSTALLER   files, also behind SRC: and the like
//   DIR, CHECKOUT                     folders
//   ID                                clusters
//   REF                               nodes of the cluster of -c
//   CMD, ARGS                         programs, then files
// and what has choices or suggestions, by those.

#ifndef MINIDCOS_COMMON_CLI_COMPLETION_H_
#define MINIDCOS_COMMON_CLI_COMPLETION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/cli/flag.h"
#include "common/cli/tool_info.h"

namespace minidcos {

struct Candidate {
  std::string word;
  // For shells that show it; may be empty.
  std::string description = "";
};

struct Completion {
  enum class Kind { kWords, kFiles, kFolders, kPrograms, kClusters, kNodes };

  // What is wanted. All but kWords the caller has to find.
  Kind kind = Kind::kWords;
  // What each candidate begins with: "--cluster-id=" in "--cluster-id=de".
  std::string prefix = "";
  // For kWords, those that the word at the cursor is the beginning of.
  std::vector<Candidate> candidates = {};
};

// `words` are those after the program's name; the last is the one at the
// cursor, up to it, and may be empty. Flags before it go into their targets as
// far as they can be read.
Completion Complete(const ToolInfo& info, const std::vector<FlagGroup>& groups,
                    const std::vector<std::string>& words);

// The candidates of `all` that `word` is the beginning of, behind `prefix`.
std::vector<Candidate> Matching(const std::vector<Candidate>& all,
                                absl::string_view prefix,
                                absl::string_view word);

// As the scripts read it: the kind, then a candidate a line, a tab before its
// description. Clusters and nodes are words by then.
std::string CompletionText(const Completion& completion);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_COMPLETION_H_
