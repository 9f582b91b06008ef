// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.ObjectName;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// The handlers that mount the cgroup writable, as configured. A name that could be of no
/// RuntimeClass would gate nothing, and nobody would notice.
///
/// @param names each a DNS label, as the `handler` of a RuntimeClass; at least one
public record GatedHandlers(Set<String> names) {

  /// containerd's CRI plugin gives it to a pod with the annotation
  /// `io.kubernetes.cri.untrusted-workload`, whatever its RuntimeClass.
  private static final String UNTRUSTED = "untrusted";

  /// What containerd and CRI-O call the handler of a pod that names no RuntimeClass.
  private static final Set<String> ORDINARY = Set.of("runc", "crun");

  public GatedHandlers {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "the gated handlers name none, so nothing would be gated; name at least one");
    }
    for (String name : names) {
      if (!ObjectName.isLabel(name)) {
        throw new IllegalArgumentException(
            "the gated handlers hold \""
                + name
                + "\", which no RuntimeClass can name; write small letters, digits and '-', with"
                + " commas between the names");
      }
    }
    if (names.contains(UNTRUSTED)) {
      throw new IllegalArgumentException(
          "the gated handlers hold \""
              + UNTRUSTED
              + "\", which containerd gives to any pod with the annotation"
              + " io.kubernetes.cri.untrusted-workload, without a RuntimeClass, and so past cgrant;"
              + " give the handler another name in containerd's configuration and here");
    }
    for (String name : names) {
      if (ORDINARY.contains(name)) {
        throw new IllegalArgumentException(
            "the gated handlers hold \""
                + name
                + "\", the default handler of a node: were its cgroup writable, every pod would"
                + " have it, without a RuntimeClass, and so past cgrant; give the handler another"
                + " name, as "
                + name
                + "-cgroup-writable, in the runtime's configuration and here");
      }
    }
    names = Set.copyOf(names);
  }

  /// @param written names with or without blanks around them
  /// @throws IllegalArgumentException with a sentence for whoever configured it
  public static GatedHandlers of(Collection<String> written) {
    var names = new TreeSet<String>();
    written.forEach(name -> names.add(name.strip()));
    return new GatedHandlers(names);
  }
}
