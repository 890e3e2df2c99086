// The page of the manual for minidcos itself, minidcos(1).

#ifndef MINIDCOS_TOOLS_MINIDCOS_MINIDCOS_MAN_PAGE_H_
#define MINIDCOS_TOOLS_MINIDCOS_MINIDCOS_MAN_PAGE_H_

#include <string>
#include <vector>

#include "tools/registry.h"

namespace minidcos {

// In man(7): the tools by group, and what they have in common.
std::string MinidcosManPage(const std::vector<RegisteredTool>& tools);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_MINIDCOS_MINIDCOS_MAN_PAGE_H_
