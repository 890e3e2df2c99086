"""minidcos_deps: all that a workspace needs to build and use minidcos.

    local_repository(
        name = "minidcos",
        path = "third_party/minidcos",
    )

    load("@minidcos//:deps.bzl", "minidcos_deps")

    minidcos_deps()
"""

load(
    "//third_party:shims.bzl",
    "remote_coverage_tools_shim",
    "rules_cc_shim",
    "rules_java_shim",
)
load("//third_party/system:system_libraries.bzl", "system_libraries")

def _maybe(rule, name, **kwargs):
    if not native.existing_rule(name):
        rule(name = name, **kwargs)

# What Bazel 4's built-in C++ toolchain asks for by name; newer ones bring it. One
# that tells no version was built by a distribution, as Debian's 4.2 was.
def _wants_shims():
    version = native.bazel_version
    return not version or int(version.split(".")[0]) < 5

def minidcos_deps():
    """Adds the repositories that minidcos is built with.

    Nothing is downloaded: libraries come from the distribution's -dev packages,
    found by pkg-config. A repository that the workspace has already stays as it
    is, so that one with a rules_cc or rules_java of its own names it first.
    """
    _maybe(system_libraries, name = "system")

    if _wants_shims():
        _maybe(rules_cc_shim, name = "rules_cc")
        _maybe(rules_java_shim, name = "rules_java")
        _maybe(remote_coverage_tools_shim, name = "remote_coverage_tools")
