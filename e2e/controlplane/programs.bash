# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# The programs of the control plane: which ones, in which version, built where. Sourced by ./control-plane,
# which sets `here` and defines `say`, `die` and the EXIT trap that ends our jobs and removes `build_dir`.

# CGRANT_KUBERNETES=1.34 takes ./kubernetes-1.34 instead of the newest, ./kubernetes.
kubernetes=kubernetes${CGRANT_KUBERNETES:+-$CGRANT_KUBERNETES}
[[ -f $here/$kubernetes/go.mod ]] || die 2 "CGRANT_KUBERNETES is $CGRANT_KUBERNETES: there is no $here/$kubernetes"

# The version that a go.mod requires of a module, without its leading v.
required_version() { # GO_MOD MODULE
  sed -nE "s#^(require)?[[:space:]]+$2 v([^ ]+).*#\2#p" "$1"
}

kubernetes_version=$(required_version "$here/$kubernetes/go.mod" k8s.io/kubernetes)
etcd_version=$(required_version "$here/etcd/go.mod" go.etcd.io/etcd/server/v3)
mapfile -t programs < <(sed -nE 's#^(tool)?[[:space:]]+k8s.io/kubernetes/cmd/([a-z-]+)$#\2#p' "$here/$kubernetes/go.mod")
programs+=(etcd)

cache=${CGRANT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cgrant}/controlplane
bin=$cache/$kubernetes_version-$etcd_version

is_built() {
  local program
  for program in "${programs[@]}"; do
    [[ -x $bin/$program ]] || return 1
  done
}

build() {
  if is_built; then return; fi
  require_go
  mkdir -p "$cache"
  exec 9>"$bin.lock"
  if ! flock --nonblock 9; then
    say "another build is under way, waiting for it"
    flock 9 &
    wait $!
  fi
  if ! is_built; then build_all; fi
  exec 9>&-
}

# Holding the lock: whatever an ended build left behind can go, and a finished one appears by a single rename.
build_all() {
  local version=k8s.io/component-base/version client=k8s.io/client-go/pkg/version
  local major=${kubernetes_version%%.*} minor=${kubernetes_version#*.}
  say "building Kubernetes $kubernetes_version and etcd $etcd_version into $bin: about 5 minutes with cold Go caches"
  rm -rf "$bin".build-*
  build_dir=$(mktemp -d "$bin.build-XXXXXX")
  mkdir "$build_dir/bin"
  # Without these the server calls itself v0.0.0, and whatever compares versions goes wrong.
  compile "$kubernetes" "$build_dir/bin/" "-X $version.gitVersion=v$kubernetes_version -X $version.gitMajor=$major \
    -X $version.gitMinor=${minor%%.*} -X $version.gitTreeState=clean -X $client.gitVersion=v$kubernetes_version"
  compile etcd "$build_dir/bin/etcd" ""
  rm -rf "$bin"
  mv -T "$build_dir/bin" "$bin"
  rm -rf "$build_dir"
  say "built $bin"
}

# Builds every tool of one go.mod. In the background, because bash acts on a signal only between foreground commands,
# and in a session of its own, so that `clean_up` ends the compilers as well.
compile() { # MODULE OUTPUT LINKER_FLAGS
  local log=$cache/build-$1.log
  (
    cd "$here/$1" || exit
    export CGO_ENABLED=0 GOWORK=off GOOS='' GOARCH='' GOTMPDIR=$build_dir
    exec setsid go build -mod=readonly -trimpath -ldflags "-s -w $3" -o "$2" tool
  ) >"$log" 2>&1 9>&- &
  if wait $!; then return; fi
  tail -n 20 "$log" >&2
  if is_network_trouble "$log"; then die 4 "the Go modules cannot be downloaded: give \`go\` a network or a GOPROXY and try again"; fi
  die 1 "the build of $1 failed, see $log"
}

require_go() {
  local needed answer
  needed=$(sed -nE 's/^go //p' "$here/$kubernetes/go.mod")
  command -v go >/dev/null || die 3 "Go is missing: install Go $needed or newer, see https://go.dev/doc/install"
  # An older Go fetches the one it needs, unless GOTOOLCHAIN=local or the missing network forbids it.
  if answer=$(cd "$here/$kubernetes" && GOWORK=off go list -m 2>&1); then return; fi
  die 3 "this Go is too old: install Go $needed or newer, see https://go.dev/doc/install (${answer##*$'\n'})"
}

is_network_trouble() { # LOG
  grep -qE 'dial tcp|dial udp|lookup .* on |no such host|i/o timeout|TLS handshake timeout|proxyconnect|GOPROXY=off' "$1"
}
