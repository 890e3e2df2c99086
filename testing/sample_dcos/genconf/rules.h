// The rules that the values of config.yaml keep.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RULES_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RULES_H_

#include <map>
#include <string>

#include "testing/sample_dcos/genconf/config_file.h"

namespace minidcos::sample {

// Key to message, of every value in `arguments` that breaks a rule. Values that
// break one only together are all named.
std::map<std::string, std::string> BrokenRules(const Arguments& arguments);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_RULES_H_
