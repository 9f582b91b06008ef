# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# Debian packages, pinned by src/main/lock/debian. Sourced, not run. Uses the machine's sources of packages, with lists of its
# own: so it needs no rights, and knows other architectures than the machine's.

debian_lock=src/main/lock/debian
kept=${XDG_CACHE_HOME:-$HOME/.cache}/cgrant/debian
states=$PWD/target/apt

die() { echo "cgrant: $*" >&2; exit 3; }

# apt PROGRAM ARCH ARGUMENTS: as apt-get or apt-cache on a machine of that architecture with nothing installed.
apt() {
  local program=$1 arch=$2 state=$states/$2
  shift 2
  mkdir -p "$state"/{lists,cache/archives}/partial
  : >"$state/status"
  "$program" -o APT::Architecture="$arch" -o APT::Architectures="$arch" -o APT::Sandbox::User=root -o Dir::State="$state" \
    -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" "$@"
}

# locked_packages ARCH: a line `package version sha256` for each.
locked_packages() { awk -v arch="$1" '!/^#/ && $2 == arch {print $1, $3, $4}' "$debian_lock"; }

# locked_deb PACKAGE VERSION ARCH SHA256: prints the path of the package, downloaded when it was not before.
locked_deb() {
  local deb=$kept/$4.deb fresh
  if [[ ! -f $deb ]]; then
    fresh=$(mktemp -d)
    if ! { apt apt-get "$3" -qq update && (cd "$fresh" && apt apt-get "$3" -qq download "$1=$2"); } >&2; then
      rm -rf "$fresh"
      die "$1 $2 for $3 cannot be downloaded. This wants Debian 12. When Debian has a newer one: make lock, look at what changed, commit it."
    fi
    mkdir -p "$kept"
    mv "$fresh"/*.deb "$deb"
    rm -rf "$fresh"
  fi
  if ! echo "$4  $deb" | sha256sum --check --status; then
    rm -f "$deb"
    die "$1 $2 for $3 is not what $debian_lock says: its SHA-256 is another."
  fi
  echo "$deb"
}
