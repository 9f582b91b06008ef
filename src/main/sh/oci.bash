# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# Folders into an OCI image layout, byte for byte the same from the same files. Sourced, not run.

# What every file says of its time: a layer must not change because a commit did.
layer_time=2026-01-01T00:00:00Z

# blob LAYOUT MEDIA_TYPE: stores what it reads, prints its descriptor.
blob() {
  local new=$1/new sha
  cat >"$new"
  sha=$(sha256sum "$new" | cut -d ' ' -f 1)
  jq -nc --arg type "$2" --arg digest "sha256:$sha" --argjson size "$(stat -c %s "$new")" '{mediaType: $type, digest: $digest, size: $size}'
  mv "$new" "$1/blobs/sha256/$sha"
}

# archived FOLDER [TAR OPTION…]: all of it in one order, of one time, owned by root.
archived() {
  local folder=$1
  shift
  tar --create --format=ustar --sort=name --mtime="$layer_time" --owner=0 --group=0 --numeric-owner "$@" --directory="$folder" .
}

# oci_archive OUT ARCH CREATED_EPOCH VERSION REVISION PART…: one layer of each folder OUT/parts/PART; writes OUT/cgrant.oci.tar and
# OUT/digest.
oci_archive() {
  local out=$1 arch=$2 created version=$4 revision=$5 layout=$1/layout part layers='[]' diffs='[]' layer config manifest
  created=$(date -u -d "@$3" +%Y-%m-%dT%H:%M:%SZ)
  shift 5
  mkdir -p "$layout/blobs/sha256"
  for part; do
    archived "$out/parts/$part" >"$out/layer.tar"
    diffs=$(jq -c --arg sha "$(sha256sum "$out/layer.tar" | cut -d ' ' -f 1)" '. + ["sha256:" + $sha]' <<<"$diffs")
    layer=$(gzip --no-name --best --stdout "$out/layer.tar" | blob "$layout" application/vnd.oci.image.layer.v1.tar+gzip)
    layers=$(jq -c --argjson layer "$layer" '. + [$layer]' <<<"$layers")
  done
  rm "$out/layer.tar"
  config=$(jq -S --arg arch "$arch" --arg created "$created" --arg version "$version" --arg revision "$revision" --argjson diffs "$diffs" \
    --args '.Labels += {"org.opencontainers.image.version": $version, "org.opencontainers.image.revision": $revision,
        "org.opencontainers.image.created": $created}
      | {architecture: $arch, os: "linux", created: $created, config: ., rootfs: {type: "layers", diff_ids: $diffs},
        history: [$ARGS.positional[] | {created: $created, created_by: ("make image: " + .)}]}' \
    "$@" <src/main/image/config.json | blob "$layout" application/vnd.oci.image.config.v1+json)
  manifest=$(jq -nS --argjson config "$config" --argjson layers "$layers" --argjson labels "$(jq .Labels src/main/image/config.json)" \
    '{schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config: $config, layers: $layers, annotations: $labels}' |
    blob "$layout" application/vnd.oci.image.manifest.v1+json)
  jq -nS --argjson manifest "$manifest" --arg arch "$arch" --arg version "$version" \
    '{schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [$manifest + {platform: {os: "linux", architecture: $arch},
      annotations: {"org.opencontainers.image.ref.name": $version}}]}' >"$layout/index.json"
  echo '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
  archived "$layout" --transform='s|^\./||' >"$out/cgrant.oci.tar"
  rm -r "$layout"
  jq -r .digest <<<"$manifest" >"$out/digest"
}
