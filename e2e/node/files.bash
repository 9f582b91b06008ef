# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# What a node has beside its packages: containerd's configuration with our drop-in, a client, an image. Sourced by ./node.

# Lays them into a folder, as they lie in the node's root.
write_files() { # FOLDER ROOT DRIVER
  local folder=$1 root=$2 driver=$3 programs
  rm -rf "$folder"
  mkdir -p "$folder"/etc/{containerd/conf.d,cni/net.d} "$folder"/usr/local/{bin,lib/cni} "$folder/var/images"
  cp "$here/config/containerd.toml" "$folder/etc/containerd/config.toml"
  if [[ $driver == systemd ]]; then sed -i 's/SystemdCgroup = false/SystemdCgroup = true/' "$folder/etc/containerd/config.toml"; fi
  cp "$here/config/cni.conflist" "$folder/etc/cni/net.d/10-none.conflist"
  install -m 755 "$here/config/cni" "$folder/usr/local/lib/cni/none"
  cp "$here/config/crictl.yaml" "$folder/etc/crictl.yaml"
  install -m 755 "$here/config/begin" "$folder/usr/local/bin/begin"
  install -m 755 "$here/config/without-controllers" "$folder/etc/containerd/without-controllers"
  programs=$(crictl_folder) || exit
  install -m 755 "$programs/crictl" "$folder/usr/local/bin/crictl"
  if [[ ${containerd:-} ]]; then
    programs=$(containerd_folder "$containerd") || exit
    cp "$programs"/* "$folder/usr/local/bin/"
  fi
  write_drop_in "$folder" "$driver"
  write_broken_drop_ins "$folder"
  write_accounts "$folder"
  write_image "$folder/var/images/e2e.tar" "$root"
  if [[ ${crio:-} ]]; then write_crio "$folder" "$driver"; fi
}

# The newest version of a configuration that the containerd of the node reads. Debian's may be any from 2.1 on.
config_version() {
  case ${containerd:-2.1} in
    2.1 | 2.2) echo 3 ;;
    *) echo 4 ;;
  esac
}

# The node files of the product as they are, with the driver of this node; and a handler for each runtime, to compare them.
write_drop_in() { # FOLDER DRIVER
  local folder=$1/etc/containerd runtime node_files
  node_files=$here/../../deploy/node/containerd/config-$(config_version)
  sed -i "s/^version = .*/version = $(config_version)/" "$folder/config.toml"
  cp "$node_files/cgroup-writable-base.json" "$folder/"
  for runtime in runc crun; do
    for_runtime "$runtime" "$2" <"$node_files/50-cgroup-writable.toml" \
      | sed "s/runtimes\.cgroup-writable/runtimes.$runtime-cgroup-writable/" >"$folder/conf.d/50-$runtime.toml"
  done
  # What RuntimeClasses of the tests name: of the runtime that makes a grant work for root of a user namespace.
  runtime=crun
  [[ $2 == systemd ]] && runtime=runc
  for_runtime "$runtime" "$2" <"$node_files/50-cgroup-writable.toml" >"$folder/conf.d/50-cgroup-writable.toml"
}

for_runtime() { # RUNTIME DRIVER, the drop-in on standard input
  local systemd=false
  [[ $2 == systemd ]] && systemd=true
  sed -e '/BinaryName = /d' -e "s#^  \[plugins.*\.options\]#&\n    BinaryName = \"/usr/bin/$1\"#" -e "s/SystemdCgroup = .*/SystemdCgroup = $systemd/"
}

# The same with what makes it ours taken out: a test must notice.
write_broken_drop_ins() { # FOLDER
  local folder=$1/etc/containerd/conf.d runtime
  for runtime in runc crun; do
    sed -e "s/$runtime-cgroup-writable/$runtime-broken/; s/cgroup_writable = true/cgroup_writable = false/" \
      "$folder/50-$runtime.toml" >"$folder/60-$runtime.toml"
    sed -e "s/$runtime-cgroup-writable/$runtime-unbounded/; /base_runtime_spec/d" "$folder/50-$runtime.toml" >"$folder/70-$runtime.toml"
  done
}

write_accounts() { # FOLDER
  printf 'root:x:0:0:root:/root:/bin/sh\nmessagebus:x:100:100::/nonexistent:/usr/sbin/nologin\n' >"$1/etc/passwd"
  printf 'root:x:0:\nmessagebus:x:100:\n' >"$1/etc/group"
  echo '127.0.0.1 localhost' >"$1/etc/hosts"
  : >"$1/etc/resolv.conf"
}

# One image for sandboxes and containers: a static busybox, the hostile workloads, and programs that stand for those of recipes.
write_image() { # TAR ROOT
  local layer=$work/image applet programs
  programs=$(own_programs) || exit
  rm -rf "$layer"
  mkdir -p "$layer"/{bin,sbin,etc,tmp,hostile,recipes,scripts}
  cp "$2/usr/bin/busybox" "$layer/bin/busybox"
  for applet in $("$2/usr/bin/busybox" --list); do
    [[ $applet == busybox ]] || ln -s busybox "$layer/bin/$applet"
  done
  # By its name alone CRI-O makes its cgroup writable.
  printf '#!/bin/sh\nexec sleep 2147483647\n' >"$layer/sbin/init"
  chmod 755 "$layer/sbin/init"
  cp "$programs/attack" "$layer/bin/attack"
  cp "$here"/hostile/* "$layer/hostile/"
  # Where the images of the recipes have them.
  cp "$here/recipes/lib" "$layer/recipes/"
  cp "$here"/recipes/{bash,ray} "$layer/bin/"
  cp "$here/recipes/entrypoint.sh" "$layer/scripts/"
  cp "$here/recipes/gitaly" "$layer/scripts/process-wrapper"
  chmod -R a+rX "$layer"
  chmod 1777 "$layer/tmp"
  printf 'root:x:0:0:root:/:/bin/sh\napp:x:1000:1000:app:/:/bin/sh\n' >"$layer/etc/passwd"
  printf 'root:x:0:\napp:x:1000:\n' >"$layer/etc/group"
  write_archive "$1" "$layer" localhost/e2e:1 '{"Env":["PATH=/bin"],"Cmd":["/bin/sleep","2147483647"]}'
}
