#!/bin/bash
# What vagrant makes of the Vagrantfile, with a stand-in for the plugin that it
# requires: that one is a gem, which is not to be had without a network.
set -euo pipefail
root=$TEST_SRCDIR/$TEST_WORKSPACE
cd "$TEST_TMPDIR"
fail() {
  echo "$1"
  exit 1
}
command -v vagrant >/dev/null ||
  fail "this test needs vagrant, which './run_tests --all' installs"

export HOME=$PWD VAGRANT_HOME=$PWD/home VAGRANT_CHECKPOINT_DISABLE=1
unset MINIDCOS_URL MINIDCOS_REF DCOS_E2E_REF
mkdir home alone checkout checkout/vagrant checkout/tools
cp -L "$root/vagrant/Vagrantfile" alone/
cp -L "$root/vagrant/Vagrantfile" checkout/vagrant/
touch checkout/tools/tools.bzl

# Takes the plugin's settings, and nothing else; tells what the machine would be.
cat >stand_in <<'END'
class StandIn < Vagrant.plugin('2')
  name 'vagrant-persistent-storage'
  config 'persistent_storage' do
    Class.new(Vagrant.plugin('2', :config)) do
      attr_accessor :enabled, :location, :size, :mountname, :mountpoint,
                    :mountoptions, :diskdevice, :filesystem, :use_lvm
      def validate(machine)
        vm = machine.config.vm
        virtualbox = vm.get_provider_config(:virtualbox)
        told = ["box #{vm.box}", "name #{virtualbox.name}"]
        virtualbox.customizations.each { |_, words| told << words.join(' ') }
        vm.networks.each { |kind, net| told << "#{kind} #{net[:ip]}" }
        vm.synced_folders.each { |guest, folder| told << "#{guest} #{folder[:hostpath]}" }
        vm.provisioners.each { |p| p.config.env.each { |k, v| told << "#{k}=#{v}" } }
        told << "disk #{size} #{mountpoint} #{location}" if enabled
        File.write(ENV['TOLD'], told.join("\n") + "\n")
        {}
      end
    end
  end
end
END
export TOLD=$PWD/told

# validate FOLDER WORD...: as the user would, there.
validate() {
  rm -f "$TOLD"
  (cd "$1" && shift && vagrant validate --ignore-provider "$@") >log 2>&1 ||
    fail "not valid: $(cat log)"
}
expect() {
  local line
  for line; do
    grep -qxF -e "$line" "$TOLD" || fail "no '$line' in: $(cat "$TOLD")"
  done
}

status=0
(cd checkout/vagrant && vagrant validate --ignore-provider) >log 2>&1 || status=$?
((status != 0)) || fail "valid without the plugin"
grep -q "vagrant plugin install vagrant-persistent-storage" log || fail "$(cat log)"

cp stand_in home/Vagrantfile
validate checkout/vagrant
expect "box bento/debian-12" "name minidcos" "modifyvm id --cpus 2" \
  "modifyvm id --memory 10240" "private_network 192.168.18.2" \
  "disk 51200 /var/lib/docker $PWD/checkout/vagrant/minidcos-docker.vdi" \
  "/minidcos-checkout $PWD/checkout" \
  "MINIDCOS_URL=/minidcos-checkout" "MINIDCOS_REF=" "MINIDCOS_USER=vagrant"

# From whichever folder.
mkdir checkout/vagrant/below
validate checkout/vagrant/below
expect "disk 51200 /var/lib/docker $PWD/checkout/vagrant/minidcos-docker.vdi"

# The plugin keeps a disk that it knows of.
validate checkout/vagrant destroy
if grep disk "$TOLD"; then fail "the disk would outlive the machine"; fi

export MINIDCOS_URL=https://example.com/minidcos.git
DCOS_E2E_REF=old validate alone
expect "MINIDCOS_URL=$MINIDCOS_URL" "MINIDCOS_REF=old"
DCOS_E2E_REF=old MINIDCOS_REF=new validate alone
expect "MINIDCOS_REF=new"
MINIDCOS_URL=/other validate checkout/vagrant
expect "MINIDCOS_URL=/other"
if grep /minidcos-checkout "$TOLD"; then fail "the checkout is shared in vain"; fi

# refused WORD...: vagrant does not do it without a repository.
refused() {
  if (cd alone && vagrant "$@") >log 2>&1; then fail "$* without a repository"; fi
  grep -q "Set MINIDCOS_URL" log || fail "$*: $(cat log)"
}
unset MINIDCOS_URL
validate alone
refused up
refused reload
# Once the machine is made, they only start it.
mkdir -p alone/.vagrant/machines/default/virtualbox
echo 1.5:some-id >alone/.vagrant/machines/default/virtualbox/action_provision
validate alone up
validate alone reload
refused provision
refused up --provision
refused reload --provision-with=minidcos
