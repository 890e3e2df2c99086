// The user's web browser.

#ifndef MINIDCOS_TOOLS_WEB_BROWSER_H_
#define MINIDCOS_TOOLS_WEB_BROWSER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"

namespace minidcos {

// The commands that may open `url`, in the order they are to be tried: those of
// `browser`, the value of $BROWSER, then xdg-open, then macOS's open.
//
// $BROWSER is as man(1) and xdg-open(1) have it: commands parted by colons, in
// which %s stands for the URL, %c for a colon and %% for a percent sign; where
// there is no %s, the URL is the last argument. Words are parted by spaces, and
// no shell sees them.
std::vector<std::vector<std::string>> BrowserCommands(absl::string_view browser,
                                                      const std::string& url);

// Starts the first of `commands` that can be started and does not fail within a
// second, which is how xdg-open says that it knows no browser. It goes on when
// we end, in a session of its own, and has none of our streams or, for all of
// them are closed on exec from then on, other descriptors.
// kNotFound if there is none, naming each and why.
absl::Status StartBrowser(
    const Context& ctx, const std::vector<std::vector<std::string>>& commands);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_WEB_BROWSER_H_
