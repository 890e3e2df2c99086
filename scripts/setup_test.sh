#!/bin/bash
# Every library that the build looks for is one that the set-up installs; an
# ordinary user gets subordinate ids, once; the engine is that of a Docker context.
set -euo pipefail
cd "$TEST_SRCDIR/$TEST_WORKSPACE"
. scripts/setup.sh

wanted=$(sed -n 's/^    "[^"]*": (\[.*\], "\([^"]*\)"),$/\1/p' \
  third_party/system/system_libraries.bzl)
[[ $wanted == *libcurl4-openssl-dev* ]] || die "no libraries found: $wanted"
for package in $wanted; do
  [[ " ${PACKAGES[*]} " == *" $package "* ]] || die "not installed: $package"
done

user_id=1001
id() { if [[ $1 == -un ]]; then echo me; else echo "$user_id"; fi; }
as_root() { echo "$*" >&3; }
given() { ensure_subordinate_ids 3>&1 2>/dev/null; }

getsubids() { return 1; }
[[ $(given) =~ ^usermod\ --add-subuids\ ([0-9]+)-([0-9]+)\ --add-subgids\ ([0-9]+)-([0-9]+)\ me$ ]] ||
  die "given: $(given)"
((BASH_REMATCH[1] >= 100000 && BASH_REMATCH[2] == BASH_REMATCH[1] + 65535)) ||
  die "given: $(given)"
[[ ${BASH_REMATCH[*]:1:2} == "${BASH_REMATCH[*]:3:2}" ]] || die "given: $(given)"
user_id=0
[[ -z $(given) ]] || die "root was given: $(given)"
user_id=1001
getsubids() { echo "0: me 100000 65536"; }
[[ -z $(given) ]] || die "given again: $(given)"

# A docker command whose engine answers if there is a file "answers".
PATH=$TEST_TMPDIR/bin:$PATH
mkdir "$TEST_TMPDIR/bin"
cat >"$TEST_TMPDIR/bin/docker" <<END
#!/bin/sh
case \$1 in
  context) echo "\$CONTEXT_HOST" ;;
  version) [ -e "$TEST_TMPDIR/answers" ] ;;
esac
END
chmod +x "$TEST_TMPDIR/bin/docker"
unset DOCKER_HOST
export CONTEXT_HOST=ssh://far
[[ $(engine_host) == ssh://far ]] || die "engine: $(engine_host)"
[[ $(DOCKER_HOST=tcp://near engine_host) == tcp://near ]] || die "no DOCKER_HOST"
CONTEXT_HOST=
[[ $(engine_host) == "$USUAL_ENGINE" ]] || die "engine: $(engine_host)"
CONTEXT_HOST=ssh://far
told=$(ensure_engine 2>&1) && die "there is no engine"
[[ $told == *"no engine answers at ssh://far" ]] || die "told: $told"
touch "$TEST_TMPDIR/answers"
ensure_engine || die "there is an engine"
