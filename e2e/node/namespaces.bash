# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# A node in namespaces of this machine: its own mounts, network, processes and cgroups, its own root of Debian packages.
# Sourced by ./node. It shares the kernel, so it has the cgroup controllers that the machine leaves to cgroup v2, which may be none.

start_namespaces() {
  local root parent
  ((EUID == 0)) || die 3 "a node needs root: it mounts, and makes a cgroup"
  parent=$(awk '$3 == "cgroup2" {print $2; exit}' /proc/mounts)
  [[ $parent ]] || die 3 "no cgroup v2 is mounted here: there is nothing a container could write to"
  root=$(root_folder) || exit
  mkdir -p "$dir/mnt" "$dir/run"
  write_files "$dir/files" "$root" cgroupfs
  prepared
  group=$parent/cgrant-node-$$
  mkdir "$group" || die 3 "no cgroup can be made in $parent"
  echo "$group" >"$dir/run/cgroup"
  # Mounting cgroup v2 from the machine's own cgroup namespace would change the mount options of the machine's.
  (
    echo "$BASHPID" >"$group/cgroup.procs"
    exec setsid unshare --mount --propagation private --pid --fork --kill-child=KILL --cgroup --net --uts --ipc -- \
      "$here/inside" "$root" "$dir"
  ) >"$dir/log" 2>&1 </dev/null &
  echo $! >"$dir/run/pid"
  await_ready 120
}

# The script runs in the node, as a root that is in no container.
exec_namespaces() { # SCRIPT
  within_namespaces "$1" 2>&1 </dev/null
}

within_namespaces() { # SCRIPT
  nsenter --target "$(<"$dir/run/init")" --mount --pid --net --uts --ipc --cgroup --root --wd -- \
    /usr/bin/busybox env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin HOME=/root /usr/bin/busybox sh -c "$1"
}

import_namespaces() { # the archive on standard input
  within_namespaces 'ctr -n k8s.io images import --local -' >/dev/null
}

stop_namespaces() {
  local group
  end_process
  if [[ -s $dir/run/cgroup ]]; then
    group=$(<"$dir/run/cgroup")
    within 5 cgroup_removed "$group" || die 1 "$group is not empty"
  fi
}

cgroup_removed() { # GROUP
  [[ -d $1 ]] || return 0
  find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
  [[ ! -d $1 ]]
}
