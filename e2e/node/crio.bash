# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# CRI-O in the place of containerd: its programs, its configuration and our drop-ins, a handler for each form and runtime. Sourced by ./node.
#
# CRI-O is built without seccomp, which would need a C library: containers run without that filter, so nothing hostile is run on it.

# With pinns, its own program in C that makes the namespaces of a pod, which lies in its module.
crio_folder() { # VERSION
  local folder source fresh
  [[ -f $here/crio/$1/go.mod ]] || die 2 "there is no CRI-O $1 in $here/crio"
  folder=$(built "crio/$1" tool) || exit
  if [[ ! -f $folder/pinns ]]; then
    command -v cc >/dev/null || die 3 "a C compiler is missing: install the package gcc"
    source=$(cd "$here/crio/$1" && GOWORK=off go list -mod=readonly -m -f '{{.Dir}}' github.com/cri-o/cri-o)/pinns/src
    fresh=$(mktemp "$cache/pinns.new-XXXXXX")
    cc -std=c99 -O2 -static -o "$fresh" "$source"/*.c || die 1 "the build of pinns failed"
    chmod 755 "$fresh"
    mv "$fresh" "$folder/pinns"
  fi
  echo "$folder"
}

# Nodes without it do not wait for this.
build_crio() {
  mkdir -p "$cache"
  exec 8>"$cache/lock-crio"
  flock 8
  crio_folder "$crio" >/dev/null || exit
  exec 8>&-
}

# The node files of the product.
crio_files=$here/../../deploy/node/crio

# Over what is there for containerd.
write_crio() { # FOLDER DRIVER
  local folder=$1 programs list deb
  list=$(debs crio) || exit
  while read -r _ deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$folder" ./usr/bin ./usr/lib 2>/dev/null || true; done <<<"$list"
  programs=$(crio_folder "$crio") || exit
  cp "$programs"/* "$folder/usr/local/bin/"
  install -m 755 "$here/config/crio/begin" "$here/config/crio/record" "$folder/usr/local/bin/"
  mkdir -p "$folder"/etc/{containers,crio/crio.conf.d}
  cp "$here/config/crio/policy.json" "$here/config/crio/storage.conf" "$folder/etc/containers/"
  cp "$here/config/crio/crio.conf" "$folder/etc/crio/"
  [[ $2 == systemd ]] && sed -i 's/cgroup_manager = .*/cgroup_manager = "systemd"/; s/conmon_cgroup = .*/conmon_cgroup = "system.slice"/' "$folder/etc/crio/crio.conf"
  sed -i 's#/run/containerd/containerd.sock#/run/crio/crio.sock#' "$folder/etc/crictl.yaml"
  write_crio_drop_ins "$folder/etc/crio/crio.conf.d"
  mkdir -p "$folder/usr/share/containers/oci/hooks.d"
  cp "$crio_files"/hooks/* "$folder/usr/share/containers/oci/hooks.d/"
  write_init_image "$folder/var/images/e2e-init.tar"
}

# The image there is, with an entrypoint of its own that CRI-O takes for systemd.
write_init_image() { # TAR
  write_archive "$1" "$work/image" localhost/e2e-init:1 \
    '{"Env":["PATH=/bin"],"Entrypoint":["/sbin/init"],"Cmd":["/bin/sleep","2147483647"]}'
}

# The product's for this version. One handler each, since all of them would be `cgroup-writable`; and each for both runtimes,
# to compare them, as `--oci-runtime` with `--binary` writes it.
write_crio_drop_ins() { # FOLDER
  local runtime
  cp "$(crio_drop_in handler)" "$1/50-cgroup-writable.conf"
  cp "$(crio_drop_in workload)" "$1/50-workload.conf"
  for runtime in runc crun; do
    for_crio_runtime "$runtime" cgroup-writable <"$(crio_drop_in handler)" >"$1/50-$runtime-handler.conf"
    for_crio_runtime "$runtime" annotated <"$(crio_drop_in annotation)" >"$1/50-$runtime-annotation.conf"
  done
  # Whatever this version is: for the one before the annotation's new name, and for those from it on.
  for_crio_runtime crun earlier <"$crio_files/handler-1.32/50-cgroup-writable.conf" >"$1/60-earlier.conf"
  for_crio_runtime crun later <"$crio_files/handler-1.35/50-cgroup-writable.conf" >"$1/60-later.conf"
}

for_crio_runtime() { # RUNTIME HANDLER, the drop-in on standard input
  sed -e "s#^inherit_default_runtime = true#runtime_path = \"/usr/bin/$1\"\nruntime_type = \"oci\"\nruntime_root = \"/run/$1\"#" \
    -e "s#/usr/bin/crun#/usr/bin/$1#; s#/run/crun#/run/$1#; s#runtimes\.cgroup-writable#runtimes.$1-$2#"
}

# Of those there are of a form, the newest that this version reads.
crio_drop_in() { # FORM
  local folder best
  for folder in $(printf '%s\n' "$crio_files/$1"-* | sort -V); do
    if printf '%s\n' "${folder##*-}" "$crio" | sort -V -C; then best=$folder; fi
  done
  echo "$best/50-cgroup-writable.conf"
}
