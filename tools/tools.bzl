"""The registry of tools: what ships, and what the conformance test expects.

A new tool is a folder tools/<name, '-' as '_'> with
  - a cc_binary of the folder's name, visible to //:__pkg__ and
    //testing:__subpackages__,
  - testdata/help.txt, exported to //tools:__pkg__ and //testing:__subpackages__,
    which its --help equals: bazel-bin/tools/x/x --help >tools/x/testdata/help.txt
and a row here and in the README's table of tools.
"""

def _tool(
        name,
        group,
        arguments = [],
        needs_engine = True,
        runs_command = False):
    """A row of the registry.

    Args:
      name: installed as minidcos-<name>.
      group: heading in `minidcos --help`.
      arguments: with them it does something; files are named from the root of
        the repository and are in the conformance test's data.
      needs_engine: without an engine it fails with exit code 5.
      runs_command: it passes the exit code of a command through, so that every
        failure of its own exits 125.
    """
    return struct(
        name = name,
        group = group,
        arguments = arguments,
        needs_engine = needs_engine,
        runs_command = runs_command,
        package = "//tools/" + name.replace("-", "_"),
    )

# In the order of `minidcos --help`; the rows of a group follow each other.
TOOLS = [
    _tool("create", "Clusters", arguments = ["testing/conformance/empty_installer.sh"]),
    _tool("provision", "Clusters"),
    _tool("install", "Clusters", arguments = ["testing/conformance/empty_installer.sh"]),
    _tool("upgrade", "Clusters", arguments = ["testing/conformance/empty_installer.sh"]),
    _tool("wait", "Clusters"),
    _tool("list", "Clusters"),
    _tool("inspect", "Clusters"),
    _tool("web", "Clusters"),
    _tool("with", "Clusters", arguments = ["true"], runs_command = True),
    _tool("destroy", "Clusters"),
    _tool("destroy-list", "Clusters", arguments = ["some-cluster"]),
    _tool("clean", "Clusters"),
    _tool("doctor", "Clusters", needs_engine = False),
    _tool("build-image", "Clusters"),
    _tool("download-installer", "Clusters", needs_engine = False),
    _tool("exec", "Nodes", arguments = ["true"], runs_command = True),
    _tool("run", "Nodes", arguments = ["true"], runs_command = True),
    _tool("ssh", "Nodes", runs_command = True),
    _tool("send-file", "Nodes", arguments = ["some-file", "/somewhere"]),
    _tool("fetch-file", "Nodes", arguments = ["/somewhere", "some-file"]),
    _tool("sync", "Nodes", arguments = ["testing/conformance/checkout"]),
    _tool("logs", "Nodes"),
    _tool("create-loopback-sidecar", "Devices", arguments = ["disk"]),
    _tool("list-loopback-sidecars", "Devices"),
    _tool("destroy-loopback-sidecar", "Devices", arguments = ["disk"]),
    _tool("setup-mac-network", "macOS", arguments = ["--configuration-dst=some.ovpn"]),
    _tool("destroy-mac-network", "macOS"),
]

def _binary(tool):
    return tool.package + ":" + tool.package.split("/")[-1]

def _help(tool):
    return tool.package + ":testdata/help.txt"

def tool_folder(name):
    """`name`: a folder of that name with minidcos and every minidcos-<tool>.

    Copies, for the dispatcher looks for the tools beside itself. With it comes
    what tool_share makes.
    """
    binaries = {"minidcos": "//tools/minidcos"}
    for tool in TOOLS:
        binaries["minidcos-" + tool.name] = _binary(tool)
    for installed, binary in binaries.items():
        native.genrule(
            name = name + "_" + installed,
            srcs = [binary],
            outs = [name + "/" + installed],
            cmd = "cp $< $@",
            executable = True,
            message = "Copying",
        )
    native.filegroup(
        name = name,
        srcs = [name + "/" + installed for installed in binaries] +
               [":share"],
        visibility = ["//visibility:public"],
    )

def _man_page(tool):
    others = [
        "minidcos-" + other.name
        for other in TOOLS
        if other.group == tool.group and other.name != tool.name
    ]
    page = "share/man/man1/minidcos-" + tool.name + ".1"
    native.genrule(
        name = page + "_page",
        srcs = [_binary(tool)],
        outs = [page],
        cmd = "$< --man-page %s >$@" % " ".join(["minidcos"] + others),
        message = "Writing the manual",
    )
    return page

def tool_share(name):
    """`name`: the folder share/ with what belongs to the tools.

    Pages of the manual, and completion for bash and zsh, where an installation's
    share/ has them.
    """
    pages = [_man_page(tool) for tool in TOOLS] + ["share/man/man1/minidcos.1"]
    native.genrule(
        name = "minidcos_page",
        srcs = ["//tools/minidcos:man_page"],
        outs = ["share/man/man1/minidcos.1"],
        cmd = "$< >$@",
        message = "Writing the manual",
    )
    programs = ["minidcos"] + ["minidcos-" + tool.name for tool in TOOLS]
    native.genrule(
        name = "bash_completion",
        srcs = ["//completions:minidcos.bash"],
        outs = ["share/bash-completion/completions/minidcos"],
        cmd = "{ cat $<; echo 'complete -F _minidcos %s'; } >$@" %
              " ".join(programs),
        message = "Copying",
    )
    native.genrule(
        name = "zsh_completion",
        srcs = ["//completions:_minidcos"],
        outs = ["share/zsh/site-functions/_minidcos"],
        cmd = "cp $< $@",
        message = "Copying",
    )
    native.filegroup(
        name = name,
        srcs = pages + [":bash_completion", ":zsh_completion"],
        visibility = ["//visibility:public"],
    )

def _registry_row(tool):
    # Without one, `minidcos --help` would have none either, and nobody say so.
    summary = "summary=$$(sed -n '3{s/[\\\\\"]/\\\\&/g;p;}' $(execpath %s))" % _help(tool)
    return summary + ' && [ "$$summary" ] || exit 1; echo "{\\"%s\\", \\"%s\\", \\"$$summary\\", {%s}, %s, %s},"' % (
        tool.name,
        tool.group,
        ", ".join(['\\"%s\\"' % argument for argument in tool.arguments]),
        "true" if tool.needs_engine else "false",
        "true" if tool.runs_command else "false",
    )

def tool_registry(name):
    """`name`: the rows of TOOLS as C++, each with the summary of its help.txt."""
    native.genrule(
        name = name,
        srcs = [_help(tool) for tool in TOOLS],
        outs = [name + ".inc"],
        cmd = "{ :; %s } >$@" % "".join([_registry_row(tool) + "; " for tool in TOOLS]),
        message = "Writing the registry of tools",
    )

def tool_help_files(name):
    """`name`: the help.txt of every tool, for tests."""
    native.filegroup(
        name = name,
        srcs = [_help(tool) for tool in TOOLS],
        visibility = ["//testing:__subpackages__"],
    )
