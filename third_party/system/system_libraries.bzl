"""Finds the system's libraries by pkg-config: the distribution's, or Homebrew's.

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

# Homebrew's name for what Debian's package has; the others have the names of
# Debian's without "lib" and "-dev". Those it does not put on pkg-config's path,
# for macOS has an older one, are to be named in PKG_CONFIG_PATH (docs/macos.md).
HOMEBREW = {
    "libabsl-dev": "abseil",
    "libarchive-dev": "libarchive",
    "libcrypt-dev": "libxcrypt",
    "libcurl4-openssl-dev": "curl",
    "libgmock-dev": "googletest",
    "libgoogle-glog-dev": "glog",
    "libgtest-dev": "googletest",
    "liblzma-dev": "xz",
    "libssl-dev": "openssl@3",
    "pkg-config": "pkgconf",
    "protobuf-compiler": "protobuf",
}

# What the archives need beside themselves.
NEEDED_BY_ARCHIVE = {"glog": ["-l:libgflags.a", "-lunwind"]}

_BUILD_FILE_HEADER = """# Written by third_party/system/system_libraries.bzl.
package(default_visibility = ["//visibility:public"])
"""

_LIBRARY = """
cc_library(
    name = "{name}",
    hdrs = glob({headers}),
    defines = {defines},
    includes = {includes},
    linkopts = {linkopts},
)
"""

def _is_macos(ctx):
    return ctx.os.name.startswith("mac")

def _words(text):
    return [word for word in text.replace("\n", " ").split(" ") if word]

# `word` of pkg-config's --libs as linker options.
def _linkopts(ctx, word):
    library = word[2:]
    if _is_macos(ctx):
        return [word]
    if not word.startswith("-l") or not (library.startswith(STATIC_PREFIX) or library in STATIC):
        return [word]
    archive = "lib%s.a" % library
    if ctx.execute(["gcc", "-print-file-name=" + archive]).stdout.strip() == archive:
        return [word]  # not found
    return ["-l:" + archive] + NEEDED_BY_ARCHIVE.get(library, [])

# The name in this repository of the folder of headers `folder`, which is off the
# compiler's path, so that what uses a library, and what uses that, finds it.
def _include(ctx, folder, names):
    if folder not in names:
        names[folder] = "include_%d" % len(names)
        ctx.symlink(folder, names[folder])
    return names[folder]

def _library(ctx, name, modules, names):
    found = ctx.execute(["pkg-config", "--cflags", "--libs"] + modules)
    if found.return_code != 0:
        return None
    defines = []
    includes = []
    linkopts = [] if _is_macos(ctx) else ["-Wl,--as-needed"]
    for word in _words(found.stdout):
        if word.startswith("-D"):
            defines.append(word[2:])
        elif word.startswith("-I/usr/include"):
            pass  # on the compiler's path already
        elif word.startswith("-I"):
            include = _include(ctx, word[2:], names)
            if include not in includes:
                includes.append(include)
        elif word.startswith("-l") or word.startswith("-L") or word.startswith("-Wl,") or word == "-pthread":
            linkopts += _linkopts(ctx, word)
    return _LIBRARY.format(
        name = name,
        headers = repr([include + "/**" for include in includes]),
        defines = repr(defines),
        includes = repr(includes),
        linkopts = repr(linkopts),
    )

def _install(ctx, packages):
    if not _is_macos(ctx):
        return "apt-get install " + " ".join(packages)
    names = {}
    for package in packages:
        short = package[3:] if package.startswith("lib") else package
        short = short[:-4] if short.endswith("-dev") else short
        names[HOMEBREW.get(package, short)] = True
    return "brew install %s (and PKG_CONFIG_PATH: docs/macos.md)" % " ".join(names.keys())

def _system_libraries_impl(ctx):
    if not ctx.which("pkg-config"):
        fail("\n\npkg-config is missing: %s\n" % _install(ctx, ["pkg-config"]))
    if not ctx.which("protoc"):
        fail("\n\nprotoc is missing: %s\n" % _install(ctx, ["protobuf-compiler"]))
    build_file = _BUILD_FILE_HEADER
    missing = {}
    names = {}
    for name, (modules, package) in LIBRARIES.items():
        library = _library(ctx, name, modules, names)
        if library:
            build_file += library
        else:
            missing[package] = True
    if missing:
        fail("\n\nlibraries are missing: %s\n" % _install(ctx, sorted(missing.keys())))
    ctx.file("BUILD.bazel", build_file)

system_libraries = repository_rule(
    implementation = _system_libraries_impl,
    configure = True,
    environ = ["PATH", "PKG_CONFIG_PATH"],
    local = True,
)
