#!/bin/bash
# example_workspace_test.sh analyze|run
# The workspace testing/examples by a Bazel of its own, to which minidcos is another
# repository. `analyze`: every label, visibility and rule in it is right, and what is
# generated compiles there. `run`: all is built, which takes as long as building
# minidcos does, and the tests of shell/ and cpp/ pass on the engine.
set -euo pipefail

# Outside the sandbox a runfile is a link to the checkout.
checkout=$(dirname "$(readlink -f deps.bzl)")
[[ -e $checkout/testing/examples/WORKSPACE ]] || {
  echo "no checkout at $checkout"
  exit 1
}
cd "$checkout/testing/examples"

startup=(--host_jvm_args=-Xmx800m)
options=(--symlink_prefix=/ --color=no --noshow_progress)
if [[ $1 == analyze ]]; then
  scratch=$(mktemp -d /tmp/minidcos-bazel-XXXXXX)
  startup+=(--nohome_rc --output_user_root="$scratch")
else
  # The user's, so that what is built is there the next time.
  unset TEST_TMPDIR
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
  export HOME
fi
bazel() { command bazel "${startup[@]}" "$@"; }
clean_up() {
  bazel shutdown || true
  [[ -z ${scratch:-} ]] || rm -rf "$scratch"
}
trap clean_up EXIT

if [[ $1 == analyze ]]; then
  bazel build "${options[@]}" --nobuild //... @minidcos//:minidcos
  # Of messages and of embedded files.
  bazel build "${options[@]}" \
    @minidcos//common/node:launch_scripts @minidcos//tools/list:list_cc_proto
else
  bazel test "${options[@]}" --test_output=errors //shell/... //cpp/...
fi
