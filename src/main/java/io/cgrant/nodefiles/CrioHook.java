// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import java.util.Optional;

/// Bounds the number of cgroups on CRI-O, which has nothing like containerd's base specification: a
/// hook that the OCI runtime runs on the node before a container's first process, once it has its
/// cgroup. Where the hook fails, the container does not start.
///
/// What it reads on standard input is the state of the container: the process is its only number of
/// that name, and annotations, which a pod writes, are texts.
///
/// Source: oci-hooks(5); OCI runtime specification, `createRuntime`.
enum CrioHook {
  /// By an annotation that CRI-O let pass, or that a handler has by default.
  ANNOTATED(
      "cgroup-writable-bound.json",
      "\"annotations\": {\"^(cgroup2-mount-hierarchy-rw\\\\.crio\\\\.io"
          + "|io\\\\.kubernetes\\\\.cri-o\\\\.cgroup2-mount-hierarchy-rw)$\": \"^true$\"}",
      "by an annotation"),
  /// By a first word that CRI-O takes for systemd.
  INIT(
      "init-bound.json",
      "\"commands\": [\"/sbin/init\", \"(^|/)systemd/*$\"]",
      "because its first word is systemd's");

  private static final String REMARK =
      "crun or runc runs it on the node before a container starts whose cgroup CRI-O has mounted"
          + " writable $WHY: it writes cgroup.max.descendants $DESCENDANTS and cgroup.max.depth"
          + " $DEPTH; it needs cgroup v2, /bin/sh and sed on the node, and a folder that hooks_dir"
          + " names, before the drop-in is there";

  private static final String TEXT =
      """
      {
        "version": "1.0.0",
        "hook": {
          "path": "/bin/sh",
          "args": ["sh", "-ec", "\
      process=$(sed -n 's/.*\\"pid\\" *: *\\\\([0-9][0-9]*\\\\).*/\\\\1/p'); \
      cgroup=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/$process/cgroup); \
      echo $DESCENDANTS >$cgroup/cgroup.max.descendants; \
      echo $DEPTH >$cgroup/cgroup.max.depth"]
        },
        "when": {$WHEN},
        "stages": ["createRuntime"]
      }
      """;

  private final String file;
  private final String when;
  private final String why;

  /// @param why the cgroup is writable there, as part of a sentence
  CrioHook(String file, String when, String why) {
    this.file = file;
    this.when = when;
    this.why = why;
  }

  NodeFile file(Bound bound) {
    return new NodeFile(
        file,
        bound.filled(TEXT.replace("$WHEN", when)),
        Optional.of(bound.filled(REMARK.replace("$WHY", why))));
  }
}
