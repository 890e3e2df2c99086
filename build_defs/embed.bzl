"""minidcos_embed: files compiled into the binary.

A binary copied elsewhere works: it has no runfiles and no path beside it.
"""

def minidcos_embed(name, srcs, namespace, visibility = None):
    """A cc_library `name` whose header `<name>.h` lists `srcs`.

    The header declares, in `namespace`, `absl::Span<const EmbeddedFile>
    <CamelCase of name>()`, each with its path below this package and its bytes.

    Args:
      name: the library, snake_case.
      srcs: the files.
      namespace: the C++ namespace, such as minidcos.
      visibility: of the library.
    """
    function = "".join([part.capitalize() for part in name.split("_")])
    native.genrule(
        name = name + "_gen",
        srcs = srcs,
        outs = [name + ".h", name + ".cc"],
        cmd = "$(location //build_defs:embed.sh) %s %s %s/ %s.h $(location %s.h) $(location %s.cc) $(SRCS)" % (
            namespace,
            function,
            native.package_name(),
            name,
            name,
            name,
        ),
        message = "Embedding files for",
        tools = ["//build_defs:embed.sh"],
    )
    native.cc_library(
        name = name,
        srcs = [name + ".cc"],
        hdrs = [name + ".h"],
        visibility = visibility,
        deps = ["//common/base:embedded_file"],
    )
