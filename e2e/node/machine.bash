# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# A node as a virtual machine, emulated: slow, and with what namespaces have not: a kernel of its own, all controllers in
# cgroup v2, nsdelegate, and systemd as the cgroup driver. Sourced by ./node. Nothing of it needs root, but mkfs.ext4 writes files as they are.

start_machine() {
  local base kernel root
  require_qemu
  root=$(root_folder) || exit
  kernel=$(kernel_folder "$root") || exit
  base=$(disk "$root") || exit
  mkdir -p "$dir/run" "$dir/initramfs"
  write_files "$dir/initramfs/files" "$root" systemd
  write_initramfs "$root" "$kernel"
  prepared
  if boot_machine; then return; fi
  # Emulation by more threads than one now and then runs half of an instruction that the kernel is just replacing.
  grep -aq 'Kernel panic' "$dir/log" || return 1
  say "its kernel panicked as it booted, which emulation makes it now and then: once more; see $dir/log.panicked"
  end_process
  mv "$dir/log" "$dir/log.panicked"
  if ! boot_machine; then return 1; fi
}

boot_machine() {
  local port
  port=$(free_port)
  echo "$port" >"$dir/run/port"
  : >"$dir/log"
  setsid qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 1536 \
    -kernel "$kernel/vmlinuz" -initrd "$dir/initramfs.gz" -drive "file=$base,if=virtio,format=raw,snapshot=on" \
    -drive "file=$dir/programs.ext4,if=virtio,format=raw,readonly=on" \
    -netdev "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:$port-:7778,guestfwd=tcp:10.0.2.100:6443-cmd:$here/to-apiserver $root $dir,guestfwd=tcp:10.0.2.100:5000-cmd:cat $dir/archive" -device virtio-net-pci,netdev=net,romfile= \
    -object rng-random,id=rng,filename=/dev/urandom -device virtio-rng-pci,rng=rng \
    -display none -monitor none -serial "file:$dir/log" -no-reboot -pidfile "$dir/run/qemu" \
    -append "console=ttyS0 loglevel=3 panic=-1 systemd.unit=node.target systemd.firstboot=off systemd.show_status=no systemd.machine_id=00000000000000000000000000000001" \
    >"$dir/qemu.log" 2>&1 </dev/null &
  echo $! >"$dir/run/pid"
  # Emulated: on a machine that has much else to do, minutes.
  await_ready 600 || { cat "$dir/qemu.log" >&2; return 1; }
}

# Its agent reads how long a script is, the script, and answers with what it wrote and how it ended.
exec_machine() { # SCRIPT
  local LC_ALL=C answer
  exec 3<>"/dev/tcp/127.0.0.1/$(<"$dir/run/port")"
  printf '%d\n%s' "${#1}" "$1" >&3
  answer=$(cat <&3)
  exec 3>&-
  printf '%s' "${answer%exit *}"
  return "${answer##*exit }"
}

stop_machine() { end_process; }

# Through qemu's network: what the agent takes is a script.
import_machine() { # the archive on standard input
  cat >"$dir/archive"
  exec_machine 'busybox nc 10.0.2.100 5000 | ctr -n k8s.io images import --local -' >/dev/null
  rm "$dir/archive"
}

require_qemu() {
  has_qemu && return
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    say "installing qemu-system-x86"
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends qemu-system-x86 e2fsprogs; } >/dev/null 2>&1 9>&- || true
  fi
  has_qemu || die 3 "qemu-system-x86_64 or mkfs.ext4 is missing: install the packages qemu-system-x86 and e2fsprogs"
}

has_qemu() { command -v qemu-system-x86_64 >/dev/null && command -v mkfs.ext4 >/dev/null; }

is_listening() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; } # PORT

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && is_listening "$port"; do :; done
  echo "$port"
}

# Prints the folder of a kernel and of the modules that it needs to find its disk and its network.
kernel_folder() { # ROOT
  local list key folder fresh deb module
  list=$(debs kernel) || exit
  key=$(sha256sum <<<"$list" | cut -c1-16)
  folder=$cache/kernel-$key
  if [[ ! -d $folder ]]; then
    mkdir "$work/kernel"
    while read -r _ deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$work/kernel"; done <<<"$list"
    fresh=$(mktemp -d "$cache/kernel.new-XXXXXX")
    cp "$work"/kernel/usr/lib/modules/*/vmlinuz "$fresh/vmlinuz"
    for module in net/core/failover drivers/net/net_failover drivers/net/virtio_net drivers/block/virtio_blk fs/overlayfs/overlay; do
      "$1/usr/bin/busybox" xzcat "$work"/kernel/usr/lib/modules/*/kernel/"$module.ko.xz" >"$fresh/$(basename "$module").ko"
    done
    mv -T "$fresh" "$folder" 2>/dev/null || rm -rf "$fresh"
  fi
  echo "$folder"
}

# Prints the file of a disk with the root, and with room for the images of the recipes, as they come and unpacked. It is never
# written: qemu keeps what changes beside it.
disk() { # ROOT
  local size=2G file
  file=$1-$size.ext4
  if [[ ! -f $file ]]; then
    truncate -s $size "$work/disk"
    mkfs.ext4 -q -O ^has_journal -d "$1" "$work/disk"
    mv "$work/disk" "$file"
  fi
  echo "$file"
}

write_initramfs() { # ROOT KERNEL
  local folder=$dir/initramfs units=$dir/initramfs/files/etc/systemd/system applet programs
  mkdir -p "$folder"/{bin,modules,proc,sys,dev,root} "$units"
  cp "$1/usr/bin/busybox" "$folder/bin/"
  for applet in sh mount umount insmod switch_root sleep cp; do ln -s busybox "$folder/bin/$applet"; done
  cp "$2"/*.ko "$folder/modules/"
  install -m 755 "$here/config/init" "$folder/init"
  # On a disk of its own, because they are large: what is here is unpacked into memory.
  mv "$folder/files/usr/local/bin" "$dir/programs"
  mkdir "$folder/files/usr/local/bin"
  programs=$(own_programs) || exit
  cp "$programs/agent" "$dir/programs/"
  programs=$(kubelet_folder) || exit
  cp "$programs/kubelet" "$dir/programs/"
  programs=$(old_containerd_folder) || exit
  cp "$programs/containerd" "$dir/programs/old-containerd"
  truncate -s 320M "$dir/programs.ext4"
  mkfs.ext4 -q -O ^has_journal -d "$dir/programs" "$dir/programs.ext4"
  rm -rf "$dir/programs"
  cp "$here/config/node.target" "$here/config/node.service" "$here/config/agent.service" "$here/config/kubelet.service" "$units/"
  mkdir -p "$folder/files/etc/kubernetes"
  cp "$here/config/kubelet.yaml" "$folder/files/etc/kubernetes/"
  (cd "$folder" && find . | "$1/usr/bin/busybox" cpio -o -H newc 2>/dev/null) | gzip -1 >"$dir/initramfs.gz"
}
