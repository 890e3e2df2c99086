"""Finds the distribution's libraries by pkg-config.

Makes one repository with a cc_library per entry of LIBRARIES, and fails at
load time with the packages to install when one is missing.
"""

# Bazel name -> (pkg-config modules, Debian package).
LIBRARIES = {
    "absl_flat_hash_map": (["absl_flat_hash_map"], "libabsl-dev"),
    "absl_status": (["absl_status", "absl_statusor"], "libabsl-dev"),
    "absl_strings": (["absl_strings", "absl_str_format", "absl_cord"], "libabsl-dev"),
    "absl_synchronization": (["absl_synchronization"], "libabsl-dev"),
    "absl_time": (["absl_time"], "libabsl-dev"),
    "crypt": (["libcrypt"], "libcrypt-dev"),
    "crypto": (["libcrypto"], "libssl-dev"),
    "curl": (["libcurl"], "libcurl4-openssl-dev"),
    "gflags": (["gflags"], "libgflags-dev"),
    "glog": (["libglog"], "libgoogle-glog-dev"),
    "gmock": (["gmock"], "libgmock-dev"),
    "gtest": (["gtest"], "libgtest-dev"),
    "gtest_main": (["gtest_main"], "libgtest-dev"),
    "libarchive": (["libarchive"], "libarchive-dev"),
    "lzma": (["liblzma"], "liblzma-dev"),
    "nettle": (["nettle"], "nettle-dev"),
    "protobuf": (["protobuf"], "libprotobuf-dev"),
    "re2": (["re2"], "libre2-dev"),
    "yaml_cpp": (["yaml-cpp"], "libyaml-cpp-dev"),
}

_BUILD_FILE_HEADER = """# Written by third_party/system/system_libraries.bzl.
package(default_visibility = ["//visibility:public"])
"""

_LIBRARY = """
cc_library(
    name = "{name}",
    copts = {copts},
    defines = {defines},
    linkopts = {linkopts},
)
"""

def _words(text):
    return [word for word in text.replace("\n", " ").split(" ") if word]

def _library(ctx, name, modules):
    found = ctx.execute(["pkg-config", "--cflags", "--libs"] + modules)
    if found.return_code != 0:
        return None
    defines = []
    linkopts = []
    copts = []
    for word in _words(found.stdout):
        if word.startswith("-D"):
            defines.append(word[2:])
        elif word.startswith("-I/usr/include"):
            pass  # on the compiler's path already
        elif word.startswith("-I"):
            copts.append(word)
        else:
            linkopts.append(word)
    return _LIBRARY.format(
        name = name,
        copts = repr(copts),
        defines = repr(defines),
        linkopts = repr(linkopts),
    )

def _system_libraries_impl(ctx):
    if not ctx.which("pkg-config"):
        fail("\n\npkg-config is missing: apt-get install pkg-config\n")
    if not ctx.which("protoc"):
        fail("\n\nprotoc is missing: apt-get install protobuf-compiler\n")
    build_file = _BUILD_FILE_HEADER
    missing = {}
    for name, (modules, package) in LIBRARIES.items():
        library = _library(ctx, name, modules)
        if library:
            build_file += library
        else:
            missing[package] = True
    if missing:
        fail("\n\nlibraries are missing: apt-get install %s\n" % " ".join(sorted(missing.keys())))
    ctx.file("BUILD.bazel", build_file)

system_libraries = repository_rule(
    implementation = _system_libraries_impl,
    configure = True,
    environ = ["PATH", "PKG_CONFIG_PATH"],
    local = True,
)
