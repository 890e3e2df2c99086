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
    "ssl": (["libssl"], "libssl-dev"),
    "yaml_cpp": (["yaml-cpp"], "libyaml-cpp-dev"),
}

# Linked statically where the distribution has the archive: a tool starts in half
# the time, for it is over in some milliseconds, of which the dynamic loader took
# most. The rest (libcurl, libarchive) needs too many others for that.
STATIC_PREFIX = "absl_"
STATIC = ["gflags", "glog", "protobuf", "re2", "yaml-cpp"]

# What the archives need beside themselves.
NEEDED_BY_ARCHIVE = {"glog": ["-l:libgflags.a", "-lunwind"]}

_BUILD_FILE_HEADER = """# Written by third_party/system/system_libraries.bzl.
package(default_visibility = ["//visibility:public"])
"""

_LIBRARY = """
cc_library(
    name = "{name}",
    copts = {copts},
    defines = {defines},
    linkopts = ["-Wl,--as-needed"] + {linkopts},
)
"""

def _words(text):
    return [word for word in text.replace("\n", " ").split(" ") if word]

# `word` of pkg-config's --libs as linker options.
def _linkopts(ctx, word):
    library = word[2:]
    if not word.startswith("-l") or not (library.startswith(STATIC_PREFIX) or library in STATIC):
        return [word]
    archive = "lib%s.a" % library
    if ctx.execute(["gcc", "-print-file-name=" + archive]).stdout.strip() == archive:
        return [word]  # not found
    return ["-l:" + archive] + NEEDED_BY_ARCHIVE.get(library, [])

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
            linkopts += _linkopts(ctx, word)
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
