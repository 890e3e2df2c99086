"""Which files are compiled where.

    minidcos_os_library(
        name = "fd",
        srcs = ["fd.cc"],
        linux = ["fd_linux.cc"],
        posix = ["fd_posix.cc"],
        ...
    )

What only Linux has is in files called *_linux.cc. Beside each is one that does
the same with POSIX alone, or with what macOS has (*_darwin.cc); docs/macos.md.
`bazel test --define=minidcos_os=posix ...` makes everything of those that are
POSIX alone on Linux.
"""

def minidcos_os(linux, posix = [], darwin = []):
    """The files, or dependencies, of the system that is built for.

    Args:
      linux: on Linux.
      posix: everywhere else. On Linux, where --define=minidcos_os=posix is
        given; then those of `linux` are used where there are none.
      darwin: on macOS, beside `posix`.
    """
    return select({
        "//build_defs:darwin": posix + darwin,
        "//build_defs:darwin_arm64": posix + darwin,
        "//build_defs:darwin_x86_64": posix + darwin,
        "//build_defs:posix": posix or linux,
        "//conditions:default": linux,
    })

def minidcos_os_library(name, linux, posix, srcs = [], visibility = None, **kwargs):
    """A cc_library `name`, and <name>_posix: what it is with POSIX alone.

    The second is compiled everywhere, so that Linux, where no tool has it,
    notices what is wrong in it. Only a test may have it, and not the first.

    Args:
      name: the library.
      linux: as minidcos_os has it.
      posix: as minidcos_os has it.
      srcs: files of every system.
      visibility: of the library; <name>_posix is its package's.
      **kwargs: other arguments of both.
    """
    native.cc_library(
        name = name,
        srcs = srcs + minidcos_os(linux = linux, posix = posix),
        visibility = visibility,
        **kwargs
    )
    native.cc_library(
        name = name + "_posix",
        srcs = srcs + posix,
        visibility = ["//visibility:private"],
        **kwargs
    )

def minidcos_linux_program(name, binary, srcs, linkopts = []):
    """A file `name`: a static program for Linux, which is embedded.

    On Linux it is `binary`, stripped. Elsewhere a cross compiler makes it,
    $MINIDCOS_LINUX_CXX (by --action_env), else the one for this machine's
    processor, such as aarch64-unknown-linux-gnu-g++; without one it is empty.

    Args:
      name: the file.
      binary: the cc_binary.
      srcs: all its sources, without Abseil.
      linkopts: the libraries that it needs.
    """
    native.genrule(
        name = name + "_cross",
        srcs = srcs,
        outs = [name + "_cross.bin"],
        cmd = """
          cpu=$$(uname -m | sed s/arm64/aarch64/)
          compiler="$${MINIDCOS_LINUX_CXX:-$$cpu-unknown-linux-gnu-g++}"
          if command -v $${compiler%%%% *} >/dev/null; then
            sources=
            for file in $(SRCS); do
              case $$file in *.cc) sources="$$sources $$file" ;; esac
            done
            $$compiler -std=c++20 -O2 -s -static -I. $$sources -o $@ %s
          else
            : >$@
          fi""" % " ".join(linkopts),
        message = "Compiling for Linux",
        tags = ["manual"],
    )
    native.genrule(
        name = name,
        srcs = minidcos_os(
            darwin = [name + "_cross"],
            linux = [binary + ".stripped"],
        ),
        outs = [name + ".bin"],
        cmd = "cp $< $@",
        message = "Copying",
    )
