# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# Images as `docker save` writes them, of folders. And those of the recipes whose programs can be had: systemd and Docker of
# Debian; and, in an archive of its own because it takes long, BuildKit of Go modules. Sourced by ./node.

# write_archive TAR FOLDER TAG CONFIG…: one layer, under a tag for each configuration.
write_archive() { # TAR FOLDER { TAG CONFIG }…
  local tar=$1 image layer number=0 list=
  image=$(mktemp -d "$work/image-XXXXXX")
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$2" -cf "$image/layer.tar" .
  layer=$(sha256sum "$image/layer.tar" | cut -d' ' -f1)
  shift 2
  while (($#)); do
    printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
      "$architecture" "$2" "$layer" >"$image/config$number.json"
    list+=$(printf ',{"Config":"config%d.json","RepoTags":["%s"],"Layers":["layer.tar"]}' "$number" "$1")
    number=$((number + 1))
    shift 2
  done
  printf '[%s]' "${list#,}" >"$image/manifest.json"
  (cd "$image" && tar -cf "$tar" manifest.json config*.json layer.tar)
  rm -rf "$image"
}

# Prints the archive of the images of recipes; it is made once for what goes into it.
image_of() { # recipes | buildkit
  local root parts key file fresh
  root=$(root_folder) || exit
  parts=$("parts_of_$1") || exit
  key=$({ echo "$root $parts" && cat "${BASH_SOURCE[0]}" "$here"/recipes/*; } | sha256sum | cut -c1-16)
  file=$cache/$1-$key.tar
  if [[ ! -f $file ]]; then
    say "making the images: $1"
    fresh=$work/$1
    cp -a "$root" "$fresh"
    "add_$1" "$fresh" <<<"$parts"
    write_machine "$fresh"
    "archive_$1" "$work/$1.tar" "$fresh"
    # Hundreds of megabytes that nobody asks for any more.
    rm -f "$cache/$1"-*.tar
    mv "$work/$1.tar" "$file"
    rm -rf "$fresh"
  fi
  echo "$file"
}

parts_of_recipes() { debs recipes; }

add_recipes() { # FOLDER, the parts on standard input
  local deb program
  while read -r _ deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$1" --keep-directory-symlink; done
  for program in iptables ip6tables; do ln -s "$program-nft" "$1/usr/sbin/$program"; done
}

archive_recipes() { # TAR FOLDER
  write_archive "$1" "$2" \
    localhost/systemd:1 '{"Env":["PATH=/usr/sbin:/usr/bin"]}' \
    localhost/docker:1 '{"Env":["PATH=/usr/sbin:/usr/bin"],"Entrypoint":["/usr/bin/dind"]}'
}

parts_of_buildkit() { built buildkit tool; }

add_buildkit() { # FOLDER, the parts on standard input
  cp "$(cat)"/* "$1/usr/bin/"
}

archive_buildkit() { # TAR FOLDER
  write_archive "$1" "$2" localhost/buildkit:1 '{"Env":["PATH=/usr/sbin:/usr/bin"],"Entrypoint":["/usr/bin/buildkitd"]}'
}

# What installing the packages would have done, and without what no container needs.
write_machine() { # FOLDER
  local at=$1 unit
  rm -rf "$at"/usr/lib/{containerd,cni} "$at"/usr/share/{doc,man,fish,zsh,lintian} "$at"/usr/bin/{ctr,crun} \
    "$at"/usr/sbin/{recvtty,pidfd-kill,sd-helper,remap-rootfs,seccompagent,fs-idmap} \
    "$at"/usr/lib/x86_64-linux-gnu/{gconv,*.a} "$at"/usr/lib/systemd/system/{docker,containerd}.*
  ln -s ../lib/systemd/systemd "$at/usr/sbin/init"
  # The first would ask questions at the first start; the second is a program that is not here.
  for unit in systemd-firstboot ldconfig; do ln -sf /dev/null "$at/etc/systemd/system/$unit.service"; done
  echo 00000000000000000000000000000001 >"$at/etc/machine-id"
  printf 'ID=debian\nNAME=Debian\n' >"$at/etc/os-release"
  printf 'root:x:0:0:root:/root:/bin/sh\nmessagebus:x:100:100::/nonexistent:/usr/sbin/nologin\n' >"$at/etc/passwd"
  printf 'root:x:0:\ntty:x:5:\nmessagebus:x:100:\nsystemd-journal:x:101:\n' >"$at/etc/group"
  chmod 1777 "$at/tmp"
  mkdir -p "$at/var"
  install -m 755 "$here/recipes/dind" "$at/usr/bin/dind"
}
