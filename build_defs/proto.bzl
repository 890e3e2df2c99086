"""minidcos_cc_proto: C++ from one .proto file by the system's protoc."""

def minidcos_cc_proto(name, src, visibility = None):
    """A cc_library `name` with the generated header beside `src`.

    Args:
      name: the library.
      src: the .proto file, in this package.
      visibility: of the library.
    """
    # Where the repository is seen from: "external/minidcos" in other workspaces.
    root = Label("//:deps.bzl").workspace_root or "."
    stem = src[:-len(".proto")]
    native.genrule(
        name = name + "_gen",
        srcs = [src],
        outs = [stem + ".pb.cc", stem + ".pb.h"],
        cmd = "protoc --proto_path=%s --cpp_out=$(GENDIR)/%s $(location %s)" % (root, root, src),
        message = "Generating C++ from",
    )
    native.cc_library(
        name = name,
        srcs = [stem + ".pb.cc"],
        hdrs = [stem + ".pb.h"],
        visibility = visibility,
        deps = ["@system//:protobuf"],
    )
