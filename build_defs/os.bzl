"""Which files are compiled where.

    srcs = ["fd.cc"] + minidcos_os(
        linux = ["fd_linux.cc"],
        others = ["fd_posix.cc"],
    )

What only Linux has is in files called *_linux.cc. Beside each is one that does
the same with POSIX alone, or with what macOS has (*_darwin.cc); docs/macos.md.
`bazel test --define=minidcos_os=posix ...` compiles and tests those that are
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
