# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# The Debian packages that a node is made of. Sourced by ./node, which sets `here`, `cache` and `work`, and defines `say`
# and `die`.
#
# Debian's next release has containerd 2 and crun. It moves: packages.lock pins what it had, and packages once downloaded
# are kept by their checksum. Where the mirror has a pinned version no more, all are taken as apt gives them now, which
# apt has seen signed by Debian; that is said, and the versions that ran are in each result.

suite=forky
lock=$here/packages.lock
kept=${CGRANT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cgrant}/debian

# Their dependencies follow. systemd and dbus are for the virtual machine, whose cgroup driver is systemd.
wanted=(containerd runc crun busybox-static systemd dbus kmod)

# Beside them, for a node with CRI-O.
wanted_by_crio=(conmon)

# Of the recipes: Docker makes its networks with it.
wanted_by_docker=(iptables)

# As apt-get on a machine with nothing installed, which takes the machine's own mirror.
apt() { # PROGRAM ARGUMENT…
  local state=$work/apt mirror
  mkdir -p "$state"/{lists,cache/archives}/partial
  : >"$state/status"
  if [[ ! -s $state/sources.list ]]; then
    mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | grep -v snapshot | head -n 1)
    [[ $mirror ]] || die 3 "no mirror of Debian in /etc/apt: a node is made of Debian packages"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror% } $suite main" >"$state/sources.list"
  fi
  "$1" -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State="$state" \
    -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" -o APT::Sandbox::User=root \
    -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o Acquire::Languages=none "${@:2}"
}

# What apt would install now: `group package version sha256`, a line each.
resolve() {
  local kernel
  apt apt-get -qq update >&2
  installed "${wanted[@]}" | described node
  beside "${wanted_by_crio[@]}" | described crio
  # What Docker needs beside is in the root.
  { printf '%s\n' docker.io docker-cli && beside "${wanted_by_docker[@]}"; } | described recipes
  kernel=$(apt apt-cache depends linux-image-cloud-"$architecture" | awk '/Depends: linux-image-[0-9]/ {sub("linux-image-", "", $2); print $2; exit}')
  printf '%s\n' "linux-binary-$kernel" "linux-modules-$kernel" | described kernel
}

# With what they need. Of its simulation, `Inst PACKAGE (VERSION …)`.
installed() { # PACKAGE…
  apt apt-get -qq -s --no-install-recommends install "$@" | awk '$1 == "Inst" {print $2}' | sort
}

# What they need and the root has not.
beside() { # PACKAGE…
  comm -13 <(installed "${wanted[@]}") <(installed "${wanted[@]}" "$@")
}

described() { # GROUP, names on standard input
  local names
  mapfile -t names
  apt apt-cache show --no-all-versions "${names[@]}" \
    | awk -v group="$1" '/^Package: / {p = $2} /^Version: / {v = $2} /^SHA256: / {print group, p, v, $2}' | sort
}

write_lock() {
  local fresh
  fresh=$(resolve)
  {
    printf '# Copyright The cgrant Authors\n# SPDX-License-Identifier: Apache-2.0\n#\n'
    printf '# What a node of the tests has of Debian %s, %s: group, package, version, SHA-256. Written by `e2e/node/node lock`.\n' "$suite" "$architecture"
    echo "$fresh"
  } >"$lock"
}

# Prints `package path-of-its-deb`, a line each, downloaded where it was not before.
debs() { # GROUP
  local list
  list=$(grep "^$1 " "$lock" || true)
  [[ $list ]] || die 3 "$lock names no package of group $1"
  if ! fetched <<<"$list"; then
    say "the mirror has a pinned package of $suite no more: taking what it has now. Write the pins anew: e2e/node/node lock"
    list=$(resolve | grep "^$1 ")
    fetched <<<"$list" || die 4 "packages of Debian $suite cannot be downloaded"
  fi
  awk -v kept="$kept" '{print $2, kept "/" $4 ".deb"}' <<<"$list"
}

fetched() { # of lines of the lock
  local group package version sha missing=() deb fresh
  while read -r group package version sha; do
    [[ -f $kept/$sha.deb ]] || missing+=("$package=$version")
  done
  ((${#missing[@]})) || return 0
  say "downloading ${#missing[@]} packages of Debian $suite"
  fresh=$(mktemp -d "$work/debs-XXXXXX")
  if apt apt-get -qq update >&2 && (cd "$fresh" && apt apt-get -qq download "${missing[@]}") >&2; then
    mkdir -p "$kept"
    for deb in "$fresh"/*.deb; do mv "$deb" "$kept/$(sha256sum "$deb" | cut -d' ' -f1).deb"; done
    rm -rf "$fresh"
    return 0
  fi
  rm -rf "$fresh"
  return 1
}

# Prints the folder of a root made of the packages; it is made once and never written again.
root_folder() {
  local list key folder deb fresh applet
  list=$(debs node) || exit
  key=$(sha256sum <<<"$list" | cut -c1-16)
  folder=$cache/root-$key
  if [[ ! -d $folder ]]; then
    fresh=$(mktemp -d "$cache/root.new-XXXXXX")
    chmod 755 "$fresh"
    mkdir -p "$fresh"/usr/{bin,sbin,lib,lib64} "$fresh"/{etc,proc,sys,run,tmp,dev,mnt,root,var/lib}
    for deb in bin sbin lib lib64; do ln -s "usr/$deb" "$fresh/$deb"; done
    while read -r _ deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$fresh" --keep-directory-symlink; done <<<"$list"
    rm -rf "$fresh"/usr/share/{doc,man,locale,info}
    for applet in $("$fresh/usr/bin/busybox" --list); do
      [[ -e $fresh/usr/bin/$applet || -e $fresh/usr/sbin/$applet ]] || ln -s busybox "$fresh/usr/bin/$applet"
    done
    mv -T "$fresh" "$folder" 2>/dev/null || rm -rf "$fresh"
  fi
  echo "$folder"
}
