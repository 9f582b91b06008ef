# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# Images as `docker save` writes them, of folders. And that of the recipes whose programs can be had: systemd and Docker of
# Debian, BuildKit of Go modules. Sourced by ./node.

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

# Prints the file of the recipes' image; it is made once for what goes into it.
recipes_image() {
  local root list buildkit key file fresh deb
  root=$(root_folder) || exit
  list=$(debs recipes) || exit
  buildkit=$(built buildkit tool) || exit
  key=$({ echo "$root $list $buildkit" && cat "${BASH_SOURCE[0]}" "$here"/recipes/*; } | sha256sum | cut -c1-16)
  file=$cache/recipes-$key.tar
  if [[ ! -f $file ]]; then
    say "making the image of the recipes"
    fresh=$work/recipes
    cp -a "$root" "$fresh"
    while read -r _ deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$fresh" --keep-directory-symlink; done <<<"$list"
    cp "$buildkit"/* "$fresh/usr/bin/"
    write_machine "$fresh"
    write_archive "$work/recipes.tar" "$fresh" \
      localhost/systemd:1 '{"Env":["PATH=/usr/sbin:/usr/bin"]}' \
      localhost/docker:1 '{"Env":["PATH=/usr/sbin:/usr/bin"],"Entrypoint":["/usr/bin/dind"]}' \
      localhost/buildkit:1 '{"Env":["PATH=/usr/sbin:/usr/bin"],"Entrypoint":["/usr/bin/buildkitd"]}'
    mv "$work/recipes.tar" "$file"
    rm -rf "$fresh"
  fi
  echo "$file"
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
  mkdir -p "$at/etc/docker" "$at/var"
  cp "$here/recipes/daemon.json" "$at/etc/docker/"
  install -m 755 "$here/recipes/dind" "$at/usr/bin/dind"
}
