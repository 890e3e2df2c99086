#!/bin/bash
# Every library that the build looks for is one that the set-up installs.
set -euo pipefail
cd "$TEST_SRCDIR/$TEST_WORKSPACE"
. scripts/setup.sh

wanted=$(sed -n 's/^    "[^"]*": (\[.*\], "\([^"]*\)"),$/\1/p' \
  third_party/system/system_libraries.bzl)
[[ $wanted == *libcurl4-openssl-dev* ]] || die "no libraries found: $wanted"
for package in $wanted; do
  [[ " ${PACKAGES[*]} " == *" $package "* ]] || die "not installed: $package"
done
