#!/bin/bash
# node_contract.sh ROLE [VARIANT]: run on a node where the sample DC/OS is ready,
# tells what is not as tools rely on it. ROLE is master, slave or slave_public,
# VARIANT open or enterprise.
set -o nounset
role=$1
variant=${2:-open}
dcos=/opt/mesosphere
failures=0

# expect DESCRIPTION COMMAND...
expect() {
    local description=$1
    shift
    "$@" >/dev/null 2>&1 && return
    echo "not so: $description"
    failures=$((failures + 1))
}

has_mode() { [[ $(stat -L -c %a "$2") == "$1" ]]; }
has_line() { grep -qx -- "$1" "$2"; }
is_executable() { [[ -x $1 ]]; }
in_environment() { bash -c ". $dcos/environment.export && $1"; }

version_is_on_its_own_line() {
    [[ $(grep -c version $dcos/etc/dcos-version.json) == 1 ]] &&
        [[ $(grep version $dcos/etc/dcos-version.json | cut -d'"' -f4) == *sample* ]]
}
expect "dcos-version.json names a sample version on one line" version_is_on_its_own_line
expect "dcos-version.json begins with the version" \
    bash -c "sed -n 2p $dcos/etc/dcos-version.json | grep '^ *\"version\": '"
expect "the variant is $variant" \
    grep -q "\"dcos-variant\": \"$variant\"" $dcos/etc/dcos-version.json

expect "detect_ip is executable by all" has_mode 755 $dcos/bin/detect_ip
expect "expanded.config.json is for all" has_mode 644 $dcos/etc/expanded.config.json
expect "expanded.config.full.json is secret" has_mode 600 $dcos/etc/expanded.config.full.json
expect "user.config.yaml is for all" has_mode 644 $dcos/etc/user.config.yaml
expect "user.config.full.yaml is secret" has_mode 600 $dcos/etc/user.config.full.yaml
expect "master_list is JSON" python3 -m json.tool $dcos/etc/master_list
if [[ $role == master ]]; then
    expect "a master counts masters" grep -qx '[13579]' $dcos/etc/master_count
    expect "a master can add users" is_executable $dcos/bin/dcos_add_user.py
else
    expect "only masters count masters" test ! -e $dcos/etc/master_count
fi

expect "environment has the library path" \
    has_line LD_LIBRARY_PATH=$dcos/lib $dcos/environment
expect "environment.export exports the version" \
    grep -q '^export DCOS_VERSION=.*sample' $dcos/environment.export
expect "the path begins with that of DC/OS" \
    in_environment "[[ \$PATH == $dcos/bin:* ]]"
expect "python on it is DC/OS's, and Python 3" \
    in_environment "[[ \$(command -v python) == $dcos/bin/python ]] && python -c 'import sys; assert sys.version_info.major == 3'"
expect "dcos-shell runs a command in the environment" \
    env -i $dcos/bin/dcos-shell python -c 'import dcos_internal_utils'
expect "logins get the path" bash -c ". /etc/profile.d/dcos.sh && command -v pkgpanda"

expect "there are integration tests" \
    test -f $dcos/active/dcos-integration-test/conftest.py -a \
    -f $dcos/active/dcos-integration-test/test_sample.py
expect "pytest is on the path" in_environment "command -v pytest"
expect "pytest misses a file as the real one does" \
    in_environment "cd $dcos/active/dcos-integration-test/; pytest test_missing.py; [[ \$? == 4 ]]"
expect "bootstrap/lib has one entry, Python's" \
    bash -c "[[ \$(ls $dcos/active/bootstrap/lib) == python3.6 ]]"
expect "the bootstrap code is where sync looks for it" \
    test -d $dcos/active/bootstrap/lib/python3.6/site-packages/dcos_internal_utils
expect "setup is done" test ! -e $dcos/bootstrap
expect "the cluster has an id" \
    grep -qE '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' /var/lib/dcos/cluster-id
expect "the role is noted" test -e "/etc/mesosphere/roles/$role"
expect "the repository is noted" test -s /etc/mesosphere/setup-flags/repository-url
expect "the package list is noted" test -s /etc/mesosphere/setup-flags/cluster-package-list

case $role in
    master) units="dcos-adminrouter dcos-bouncer dcos-exhibitor dcos-marathon dcos-mesos-master dcos-metronome" ;;
    slave) units="dcos-adminrouter-agent dcos-mesos-slave" ;;
    slave_public) units="dcos-adminrouter-agent dcos-mesos-slave-public" ;;
esac
for unit in $units dcos-diagnostics; do
    expect "$unit is active" systemctl is-active "$unit.service"
    expect "dcos.target wants $unit" \
        test -e "/etc/systemd/system/dcos.target.wants/$unit.service"
done
verifies() { [[ -z $(systemd-analyze verify /etc/systemd/system/dcos-* 2>&1) ]]; }
expect "systemd has nothing to say against the units" verifies
expect "the node's own checks pass" $dcos/bin/dcos-check-runner check node-poststart
expect "a second installation is refused" \
    bash -c "! bash /opt/dcos_install_tmp/dcos_install.sh $role"

exit $((failures > 0))
