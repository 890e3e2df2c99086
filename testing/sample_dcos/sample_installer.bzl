"""sample_installer: one version and variant of the sample DC/OS."""

def sample_installer(name, out, version, variant, visibility = None):
    """A self-extracting installer `out`.

    Args:
      name: the target.
      out: the file, such as dcos_generate_config.sh.
      version: of DC/OS; says sample.
      variant: empty for the open one, `ee` for the enterprise one.
      visibility: of the target.
    """
    packages = native.glob(
        ["packages/**"] + (["enterprise/packages/**"] if variant else []),
    )
    head = "installer/dcos_generate_config.sh.in"
    program = ":dcos-sample-ee.stripped" if variant else ":dcos-sample.stripped"
    native.genrule(
        name = name,
        srcs = packages + [head, program],
        outs = [out],
        cmd = " ".join([
            "$(location installer/make_installer.sh)",
            "'%s' '%s'" % (version, variant),
            "$(location %s)" % program,
            "$(location %s)" % head,
            "$@",
        ] + ["$(location %s)" % package for package in packages]),
        executable = True,
        message = "Making the installer",
        testonly = True,
        tools = ["installer/make_installer.sh"],
        visibility = visibility,
    )
