#!/bin/bash
# make_installer.sh VERSION VARIANT PROGRAM HEAD OUTPUT FILE...
#
# Writes the self-extracting installer OUTPUT without a docker engine. Each FILE
# is one of a package's, .../packages/<package>/<path>, wherever Bazel put it; the
# file `links` of a package names symbolic links to add, a path and its target a
# line. PROGRAM joins the package dcos-sample, and is the image's entry point.
# VARIANT is empty for the open one. The same input makes the same bytes.
set -o errexit -o nounset -o pipefail
version=$1 variant=$2 program=$3 head=$4 output=$5
shift 5

# Neither modes nor order may depend on who builds.
umask 022
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage=$work/stage           # <package>/...: as they are on a node
layer=$work/layer           # the image's file system
artifacts=$layer/artifacts
mkdir -p "$stage" "$artifacts"/{bootstrap,complete,packages} "$layer/genconf"

pack() {
    tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
        --format=gnu -C "$1" -cf - .
}

sha() { sha"$1"sum "$2" | cut -d' ' -f1; }

# "a", "b": the arguments as the inside of a JSON array.
json_strings() { printf '"%s", ' "$@" | sed 's/, $//'; }

# ---- Packages ----

for file; do
    path=${file##*/packages/}
    mode=0644
    [[ $path != */bin/* ]] || mode=0755
    install -D -m "$mode" "$file" "$stage/$path"
done
install -D -m 0755 "$program" "$stage/dcos-sample/bin/dcos-sample"
# Versions differ in this: the same program, but another package of it.
echo "$version" >"$stage/dcos-sample/version"
for links in "$stage"/*/links; do
    while read -r path target; do
        mkdir -p "$(dirname "${links%/links}/$path")"
        ln -s "$target" "${links%/links}/$path"
    done <"$links"
    rm "$links"
done
# Where the checks were before version 1.12.
[[ $version != 1.1[01].* ]] ||
    mv "$stage"/dcos-sample/bin/dcos-{check-runner,diagnostics}

ids=()
for package in "$stage"/*; do
    name=${package##*/}
    pack "$package" >"$work/package.tar"
    id=$name--$(sha 1 "$work/package.tar")
    ids+=("$id")
    mkdir "$artifacts/packages/$name"
    xz -T1 <"$work/package.tar" >"$artifacts/packages/$name/$id.tar.xz"
    [[ $name != dcos-sample ]] || program_id=$id
done

# ---- Bootstrap: what dcos-download unpacks into /opt/mesosphere ----

bootstrap=$work/bootstrap
mkdir -p "$bootstrap"/{active,bin,packages}
cp -a "$stage/dcos-sample" "$bootstrap/packages/$program_id"
ln -s "/opt/mesosphere/packages/$program_id" "$bootstrap/active/dcos-sample"
for file in "$stage"/dcos-sample/bin/*; do
    name=${file##*/}
    ln -s "/opt/mesosphere/active/dcos-sample/bin/$name" "$bootstrap/bin/$name"
done
echo 'PATH=/opt/mesosphere/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    >"$bootstrap/environment"
sed 's/^/export /' "$bootstrap/environment" >"$bootstrap/environment.export"
touch "$bootstrap/bootstrap"
chmod -R u=rwX,go=rX "$bootstrap"

pack "$bootstrap" >"$work/bootstrap.tar"
bootstrap_id=$(sha 1 "$work/bootstrap.tar")
xz -T1 <"$work/bootstrap.tar" >"$artifacts/bootstrap/$bootstrap_id.bootstrap.tar.xz"
echo "[$(json_strings "$program_id")]" >"$artifacts/bootstrap/$bootstrap_id.active.json"
echo "$bootstrap_id" >"$artifacts/bootstrap/bootstrap.latest"
echo "{\"bootstrap\": \"$bootstrap_id\", \"packages\": [$(json_strings "${ids[@]}")]}" \
    >"$artifacts/complete/complete.latest.json"

# ---- Image, as `docker save` writes it ----

commit=$(printf %s "$version $variant" | sha1sum | cut -d' ' -f1)
tag=${commit:0:18}-${bootstrap_id:0:18}
image=minidcos-sample/dcos-genconf:$tag
genconf_tar=dcos-genconf.$tag.tar
case $(uname -m) in
    aarch64) architecture=arm64 ;;
    *) architecture=amd64 ;;
esac

install -m 0755 "$program" "$layer/dcos-sample"
chmod -R u=rwX,go=rX "$layer"
saved=$work/saved
mkdir -p "$saved/layer"
pack "$layer" >"$saved/layer/layer.tar"
cat >"$work/config.json" <<END
{"architecture": "$architecture", "os": "linux", "created": "1970-01-01T00:00:00Z",
 "config": {"Entrypoint": ["/dcos-sample", "installer"], "WorkingDir": "/",
            "Env": ["DCOS_VERSION=$version", "DCOS_IMAGE_COMMIT=$commit",
                    "BOOTSTRAP_ID=$bootstrap_id", "BOOTSTRAP_VARIANT=$variant"],
            "ExposedPorts": {"9000/tcp": {}}, "Volumes": {"/genconf": {}}},
 "history": [{"created": "1970-01-01T00:00:00Z", "comment": "sample DC/OS"}],
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$(sha 256 "$saved/layer/layer.tar")"]}}
END
config=$(sha 256 "$work/config.json").json
mv "$work/config.json" "$saved/$config"
echo "[{\"Config\": \"$config\", \"RepoTags\": [\"$image\"], \"Layers\": [\"layer/layer.tar\"]}]" \
    >"$saved/manifest.json"
(cd "$saved" && tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --format=gnu -cf "$work/$genconf_tar" ./*)

# ---- The installer ----

sed -e "s|@variant@|${variant:-None}|g" -e "s|@version@|$version|g" \
    -e "s|@genconf_tar@|$genconf_tar|g" -e "s|@image@|$image|g" "$head" >"$output"
echo '#EOF#' >>"$output"
tar --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu \
    -C "$work" -cf - "$genconf_tar" >>"$output"
chmod 0755 "$output"
