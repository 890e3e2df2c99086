#!/bin/sh
# embed.sh NAMESPACE FUNCTION PACKAGE/ NAME.h HEADER SOURCE FILE...
# Writes a header declaring FUNCTION, which is included as PACKAGE/NAME.h, and a
# source holding every FILE's bytes. The name of a file is its path below PACKAGE,
# wherever Bazel put it.
set -eu
namespace=$1 function=$2 package=$3 include=$3$4 header=$5 source=$6
shift 6

cat >"$header" <<END
#pragma once
#include <vector>
#include "common/base/embedded_file.h"
namespace $namespace {
const std::vector<::minidcos::EmbeddedFile>& $function();
}
END

{
  echo "#include \"$include\""
  echo "namespace $namespace {"
  echo "namespace {"
  n=0
  for file; do
    printf 'const unsigned char kFile%s[] = {' "$n"
    od -An -v -tu1 "$file" | sed 's/ *\([0-9][0-9]*\)/\1,/g'
    echo '0};'
    n=$((n + 1))
  done
  echo "}"
  echo "const std::vector<::minidcos::EmbeddedFile>& $function() {"
  echo "static const auto& files = *new std::vector<::minidcos::EmbeddedFile>{"
  n=0
  for file; do
    printf '{"%s", {reinterpret_cast<const char*>(kFile%s), sizeof(kFile%s) - 1}},\n' \
      "${file##*"$package"}" "$n" "$n"
    n=$((n + 1))
  done
  echo "}; return files; } }"
} >"$source"
