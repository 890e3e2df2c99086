"""What Bazel 4's built-in C++ toolchain asks for by name, without a download."""

def _rules_cc_impl(ctx):
    ctx.file("WORKSPACE", "workspace(name = \"rules_cc\")\n")
    ctx.file("cc/BUILD.bazel", "exports_files([\"defs.bzl\"])\n")
    ctx.symlink(Label("//third_party/rules_cc:defs.bzl"), "cc/defs.bzl")

# A rules_cc whose cc/defs.bzl re-exports the native rules.
rules_cc_shim = repository_rule(implementation = _rules_cc_impl)

def _rules_java_impl(ctx):
    ctx.file("WORKSPACE", "workspace(name = \"rules_java\")\n")
    ctx.file("java/BUILD.bazel", "exports_files([\"defs.bzl\"])\n")
    ctx.symlink(Label("//third_party/rules_java:defs.bzl"), "java/defs.bzl")

# A rules_java whose java/defs.bzl re-exports the native rules.
rules_java_shim = repository_rule(implementation = _rules_java_impl)

def _remote_coverage_tools_impl(ctx):
    ctx.file("WORKSPACE", "workspace(name = \"remote_coverage_tools\")\n")
    ctx.symlink(
        Label("//third_party/remote_coverage_tools:coverage.BUILD"),
        "BUILD.bazel",
    )

# A remote_coverage_tools that measures nothing.
remote_coverage_tools_shim = repository_rule(
    implementation = _remote_coverage_tools_impl,
)
