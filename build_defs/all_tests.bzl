"""minidcos_all_tests: the test programs of a package, as data."""

def minidcos_all_tests(name, visibility):
    """A filegroup `name` of every cc_test above it in the package.

    Args:
      name: the filegroup.
      visibility: of the filegroup.
    """
    native.filegroup(
        name = name,
        testonly = True,
        # Not srcs: those come without what they have as data.
        data = [
            rule["name"]
            for rule in native.existing_rules().values()
            if rule["kind"] == "cc_test"
        ],
        visibility = visibility,
    )
