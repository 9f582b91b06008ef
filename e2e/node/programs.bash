# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# What Debian has not, built of Go modules: crictl, other versions of containerd, and our own small programs. Sourced by
# ./node, which sets `here` and `cache`, and defines `say` and `die`.

# Prints the folder of the programs of a Go module, built once for each content of its sources.
built() { # MODULE PACKAGE…
  local module=$here/$1 key folder fresh log=$cache/build-${1//\//-}.log
  key=$(cd "$module" && find . -type f | sort | xargs sha256sum | sha256sum | cut -c1-16)
  folder=$cache/$(basename "$1")-$key
  if [[ ! -d $folder ]]; then
    command -v go >/dev/null || die 3 "Go is missing: install Go 1.26 or newer, see https://go.dev/doc/install"
    say "building $1"
    fresh=$(mktemp -d "$cache/build-XXXXXX")
    if ! (cd "$module" && CGO_ENABLED=0 GOWORK=off GOOS='' GOARCH='' go build -mod=readonly -trimpath -tags "$(build_tags "$1")" \
      -ldflags "-s -w $(version_flags "$1")" -o "$fresh/" "${@:2}") >"$log" 2>&1; then
      rm -rf "$fresh"
      tail -n 20 "$log" >&2
      die 1 "the build of $1 failed, see $log"
    fi
    mv -T "$fresh" "$folder" 2>/dev/null || rm -rf "$fresh"
  fi
  echo "$folder"
}

# Without them containerd and the kubelet call themselves by versions they have not.
version_flags() { # MODULE
  local version
  version=$(sed -nE 's#^(require)?[[:space:]]+github.com/containerd/containerd/v2 v([^ ]+).*#\2#p' "$here/$1/go.mod")
  case $1 in
    containerd/* | containerd-*) echo "-X github.com/containerd/containerd/v2/version.Version=$version" ;;
    kubelet)
      version=$(sed -nE 's#^[[:space:]]*k8s.io/kubernetes v([^ ]+).*#\1#p' "$here/$1/go.mod")
      echo "-X k8s.io/component-base/version.gitVersion=v$version"
      ;;
  esac
}

# What CRI-O can do without, since it would need C libraries.
build_tags() { # MODULE
  case $1 in
    crio/*) echo containers_image_openpgp,containers_image_ostree_stub,exclude_graphdriver_btrfs,exclude_graphdriver_devicemapper,exclude_graphdriver_zfs ;;
  esac
}

crictl_folder() { built crictl tool; }

kubelet_folder() { built kubelet tool; }

own_programs() { built programs ./...; }

# The last of its line that takes nsdelegate off a node, to be compared.
old_containerd_folder() { built containerd-2.2.2 tool; }

containerd_folder() { # VERSION
  [[ -f $here/containerd/$1/go.mod ]] || die 2 "there is no containerd $1 in $here/containerd"
  built "containerd/$1" tool
}
