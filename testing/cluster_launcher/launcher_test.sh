#!/bin/bash
# What a launcher hands to `minidcos with`.
set -euo pipefail
template=$PWD/testing/cluster_launcher/launcher.sh.in
cd "$TEST_TMPDIR"
mkdir -p runfiles/project/bin
export TEST_SRCDIR=$PWD/runfiles
unset DOCKER_CONFIG TEST_TARGET TEST_UNDECLARED_OUTPUTS_DIR

fail() {
  echo "$*"
  [[ ! -e log ]] || cat log
  exit 1
}

cat >runfiles/project/bin/minidcos-with <<'END'
#!/bin/bash
echo "DOCKER_CONFIG is ${DOCKER_CONFIG-unset}"
echo "GREETING is $GREETING"
printf '<%s>' "$@"
echo
END
# shellcheck disable=SC2016
printf '#!/bin/bash\necho --image=of:$DOCKER_CONFIG\n' >runfiles/project/prepare
chmod +x runfiles/project/{prepare,bin/minidcos-with}

sed "s|%{workspace}|project|; s|%{environment}|export GREETING=\"it's\"|
  s|%{options}|'--agents=1' '--label=a b'|; s|%{command}|'test.sh' 'of it'|
  s|%{prepare}|prepare|; s|%{with}|bin/minidcos-with|" "$template" >launcher
chmod +x launcher

# launch [-u NAME] [NAME=VALUE...]
launch() { env "$@" ./launcher --deep >log 2>&1 || fail "exit code $?"; }
has() { grep -qxF -- "$1" log || fail "no line: $1"; }

# What Bazel says of the home does not hide the user's engine.
user=$(id -un)
config=$(eval "printf %s ~$user/.docker")
launch HOME="$TEST_TMPDIR"
has "DOCKER_CONFIG is $config"
has "GREETING is it's"
has "<--agents=1><--label=a b><--image=of:$config><--><$PWD/runfiles/project/test.sh><of it><--deep>"

launch -u HOME
has "DOCKER_CONFIG is $config"

# What somebody has chosen stays.
launch HOME="$TEST_TMPDIR" DOCKER_CONFIG=/elsewhere
has "DOCKER_CONFIG is /elsewhere"
launch HOME="$PWD/runfiles"
has "DOCKER_CONFIG is unset"

launch HOME=/ TEST_TARGET=//a:b TEST_UNDECLARED_OUTPUTS_DIR=/outputs
grep -qF -- "<--label=test=//a:b><--bundle-on-failure=/outputs/cluster.tar.gz><-->" log ||
  fail "not what Bazel says"
