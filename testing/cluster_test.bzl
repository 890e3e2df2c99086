"""cluster_test and cluster_suite: tests that get a cluster for as long as they run.

    load("@minidcos//testing:cluster_test.bzl", "cluster_test")

    cluster_test(
        name = "service_test",
        srcs = ["service_test.sh"],
        agents = 2,
    )

The test finds its nodes as `minidcos with` tells them: MINIDCOS_CLUSTER_ID,
MASTER_HOSTS and the others, and minidcos and its tools on PATH. A C++ test reads
testing/cluster.h. Whatever ends the test, the cluster is gone.

 - Each of them has a cluster of its own: they run beside each other, as many as
   Bazel's --jobs and their tag `cpu:N` let.
 - Bazel's cache does not see what an engine does: they always run.
 - The test is run as Bazel would run it: --test_filter, --test_arg, sharding, each
   shard with a cluster of its own, and the XML report work as usual. What it has
   as `args` and `env` is to be given here.
 - When it fails, or its cluster does, cluster.tar.gz is in its undeclared outputs
   (bazel-testlogs/.../test.outputs): all that is known of the nodes.
 - Which engine: the one that `docker context use` has chosen. Where variables choose
   it, --test_env=DOCKER_HOST and the others of testing/examples/.bazelrc pass them on.
 - .bazelrc should say --experimental_process_wrapper_graceful_sigterm. On Ctrl-C
   Bazel then asks the test to end, which takes the cluster down at once. Without
   it Bazel kills the test, and nodes end when the cluster's lease does.
"""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"

_SHELL_QUOTE = "'\\''"

def _quote(word):
    return "'" + word.replace("'", _SHELL_QUOTE) + "'"

def _is_name(text):
    if not text or text[0] not in _LETTERS:
        return False
    for character in text.elems():
        if character not in _LETTERS + "0123456789":
            return False
    return True

# The lines that give the test its `env`.
def _exports(ctx):
    lines = []
    for name, value in sorted(ctx.attr.env.items()):
        if not _is_name(name):
            fail("'%s' in `env` is no name of a variable" % name)
        value = ctx.expand_location(value, ctx.attr.data)
        lines.append("export %s=%s" % (name, _quote(value)))
    return "\n".join(lines)

def _launcher_impl(ctx):
    with_tool = [file for file in ctx.files._tools if file.basename == "minidcos-with"][0]
    options = [
        ctx.expand_location(option, ctx.attr.data)
        for option in ctx.attr.node_options
    ]
    runfiles = ctx.runfiles(files = ctx.files._tools + ctx.files.data)
    for target in ctx.attr.data + ctx.attr.tests:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    if ctx.attr.installer:
        options.append("--installer=" + ctx.file.installer.short_path)
        runfiles = runfiles.merge(ctx.runfiles(files = [ctx.file.installer]))
    prepare = ""
    if ctx.attr.prepare:
        prepare = ctx.executable.prepare.short_path
        runfiles = runfiles.merge(ctx.attr.prepare[DefaultInfo].default_runfiles)

    programs = [test[DefaultInfo].files_to_run.executable for test in ctx.attr.tests]
    runfiles = runfiles.merge(ctx.runfiles(files = programs))
    if ctx.attr.is_suite:
        runfiles = runfiles.merge(ctx.runfiles(files = ctx.files._run_suite))
        command = [ctx.files._run_suite[0].short_path]
        for test, program in zip(ctx.attr.tests, programs):
            command += [str(test.label), program.short_path]
        command.append("--")
    else:
        command = [programs[0].short_path]

    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.expand_template(
        template = ctx.file._launcher,
        output = launcher,
        substitutions = {
            "%{command}": " ".join([_quote(word) for word in command]),
            "%{environment}": _exports(ctx),
            "%{options}": " ".join([_quote(option) for option in options]),
            "%{prepare}": _quote(prepare),
            "%{with}": _quote(with_tool.short_path),
            "%{workspace}": _quote(ctx.workspace_name),
        },
        is_executable = True,
    )
    return [DefaultInfo(executable = launcher, runfiles = runfiles)]

_launcher_test = rule(
    implementation = _launcher_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "env": attr.string_dict(),
        "installer": attr.label(allow_single_file = True),
        "is_suite": attr.bool(),
        "node_options": attr.string_list(),
        "prepare": attr.label(executable = True, cfg = "target"),
        "tests": attr.label_list(mandatory = True, allow_empty = False),
        "_launcher": attr.label(
            default = "//testing/cluster_launcher:launcher.sh.in",
            allow_single_file = True,
        ),
        "_run_suite": attr.label_list(
            default = [
                "//testing/cluster_launcher:run_suite.sh",
                "//testing/cluster_launcher:merge_xml.awk",
            ],
            allow_files = True,
        ),
        "_tools": attr.label(default = "//:bin"),
    },
    test = True,
)

# Processors that a bare node keeps busy while it boots, and after: 1 for 4 of them.
# DC/OS keeps one busy in each node.
def _cpus(nodes, installer):
    return nodes if installer else (nodes + 3) // 4

def _cluster_launcher(
        name,
        masters = 1,
        agents = 1,
        public_agents = 1,
        installer = None,
        linux_distribution = None,
        node_options = [],
        size = "large",
        tags = [],
        **kwargs):
    options = [
        "--masters=%d" % masters,
        "--agents=%d" % agents,
        "--public-agents=%d" % public_agents,
    ]
    if linux_distribution:
        options.append("--linux-distribution=" + linux_distribution)
    own_tags = ["external", "local", "minidcos", "requires-network"]
    if not [tag for tag in tags if tag.startswith("cpu:")]:
        nodes = masters + agents + public_agents
        own_tags.append("cpu:%d" % max(1, _cpus(nodes, installer)))
    _launcher_test(
        name = name,
        installer = installer,
        node_options = options + node_options,
        size = size,
        tags = tags + [tag for tag in own_tags if tag not in tags],
        **kwargs
    )

def cluster_test(name, test = None, srcs = [], deps = [], data = [], **kwargs):
    """A test that has a cluster for as long as it runs.

    Args:
      name: the test.
      test: what is run, in whatever language: an executable, or a test, which
        is best tagged `manual`, so that `//...` does not run it without a cluster.
      srcs: a shell script, in the place of `test`.
      deps: of `srcs`: sh_library targets.
      data: files that the test or an option reads.
      **kwargs: the cluster, and what all tests have:
        masters, agents, public_agents: how many; 1 each by default.
        installer: of DC/OS, a file; without it, nodes are bare.
        linux_distribution: what nodes run, such as debian-13.
        node_options: flags of `minidcos with`, such as --agent-memory=2g; may name
          files of `data` by $(rootpath ...).
        prepare: a program that runs first and prints further flags, one a line,
          such as --image=REFERENCE of an image that it has built.
        env: variables of the test; may name files of `data` as `node_options` do.
        size: large by default. Its time-out counts the making of the cluster,
          which takes a minute or two where the nodes' image is not built yet.
        tags: `cpu:N` says how many processors are taken; by default one for each
          four bare nodes, or one for each node with DC/OS.
        args, flaky, shard_count, timeout, visibility: as of any test.
    """
    if bool(test) == bool(srcs):
        fail("cluster_test '%s' takes one of `test` and `srcs`" % name)
    if srcs:
        test = name + "_script"
        native.sh_binary(
            name = test,
            testonly = True,
            srcs = srcs,
            data = data,
            tags = ["manual"],
            visibility = ["//visibility:private"],
            deps = deps,
        )
    elif deps:
        fail("cluster_test '%s' has `deps` without `srcs`" % name)
    _cluster_launcher(name = name, data = data, tests = [test], **kwargs)

def cluster_suite(name, tests, **kwargs):
    """Tests that share a cluster, one after another.

    One that fails does not stop the others; the suite fails if one has. Its log
    ends with a line for each, and its XML report has the results of all. The
    undeclared outputs of each are in a folder of its name. Sharding deals out the
    tests, and each shard has a cluster of its own.

    Args:
      name: the suite.
      tests: what is run, in this order: each as `test` of cluster_test.
      **kwargs: as of cluster_test; `args` and `env` are given to each test, `data`
        is for options, and `size` is of all together.
    """
    _cluster_launcher(name = name, is_suite = True, tests = tests, **kwargs)
