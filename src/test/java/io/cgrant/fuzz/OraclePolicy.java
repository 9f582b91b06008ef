// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a pod must be for a policy: the checks of `docs/reference/checks.md`, without amounts.
final class OraclePolicy {

  final Set<String> reasons = new TreeSet<>();

  /// Refusing is fair too, and so is not to.
  final Set<String> perhaps = new TreeSet<>();

  private final OraclePod pod;
  private final Terms terms;
  private final boolean userNamespace;

  OraclePolicy(OraclePod pod, Terms terms) {
    this.pod = pod;
    this.terms = terms;
    userNamespace = pod.read.flag(pod.spec, "hostUsers").filter(f -> !f).isPresent();
    ofThePod();
    pod.containers.forEach(this::ofAContainer);
    new OracleStandard(pod, terms, this, userNamespace);
    new OracleImages(pod, terms, this);
    var amounts = new OracleAmounts(pod, terms);
    reasons.addAll(amounts.reasons);
    perhaps.addAll(amounts.perhaps);
  }

  void must(boolean refused, String reason) {
    if (refused) {
      reasons.add(reason);
    }
  }

  private void ofThePod() {
    for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
      must(pod.read.isTrue(pod.spec, field), "HostNamespace");
    }
    must(terms.userNamespace() && !userNamespace, "UserNamespaceMissing");
    profile(pod.security)
        .ifPresent(type -> must(!terms.seccomp().contains(type), "SeccompNotAllowed"));
    for (Tree.Obj volume : pod.read.objects(pod.spec, "volumes")) {
      if (volume.get("hostPath") instanceof Tree.Null) {
        continue;
      }
      String path = pod.read.text(pod.in(volume, "hostPath"), "path").orElse("");
      List<String> folders = OracleFloor.folders(path);
      boolean allowed =
          terms.hostPaths().stream()
              .map(OracleFloor::folders)
              .anyMatch(a -> folders.size() >= a.size() && folders.subList(0, a.size()).equals(a));
      must(!allowed, "HostPathNotAllowed");
      if (allowed && !path.startsWith("/")) {
        perhaps.add("relative hostPath");
      }
    }
  }

  private void ofAContainer(OraclePod.Container container) {
    Tree.Obj security = container.security();
    Tree.Obj capabilities = pod.in(security, "capabilities");
    for (String added : pod.read.texts(capabilities, "add")) {
      String name = added.toUpperCase(Locale.ROOT);
      String bare = name.startsWith("CAP_") ? name.substring(4) : name;
      // Letters that only become Latin in capitals are refused by some name.
      boolean latin = added.chars().allMatch(c -> c < 128);
      if (!latin || !terms.capabilities().contains(bare)) {
        boolean sure = latin && known(bare);
        reasons.add(sure ? "CapabilityNotAllowed" : "CapabilityNotAllowed|UnknownCapability");
      }
    }
    boolean escalates =
        pod.read.flag(security, "allowPrivilegeEscalation").filter(f -> !f).isEmpty();
    must(terms.escalationForbidden() && escalates, "PrivilegeEscalation");
    must(!terms.seccomp().contains(seccomp(security)), "SeccompNotAllowed");
    boolean takesDevices = !pod.read.list(container.tree(), "volumeDevices").isEmpty();
    must(userNamespace && takesDevices, "RawBlockVolume");
    Optional<String> mount = pod.read.text(security, "procMount");
    if (mount.filter(String::isEmpty).isPresent()) {
      perhaps.add("empty procMount");
    } else {
      must(!terms.procMounts().contains(mount.orElse("Default")), "ProcMountNotAllowed");
    }
  }

  private static boolean known(String capability) {
    return Set.of("SYS_ADMIN", "NET_ADMIN", "SYS_RESOURCE", "BPF", "SYS_PTRACE", "CHOWN")
        .contains(capability);
  }

  /// The kubelet takes a container's own profile even without a type, which is then none that
  /// confines; the API server refuses it.
  private String seccomp(Tree.Obj security) {
    boolean own = !(security.get("seccompProfile") instanceof Tree.Null);
    return profile(own ? security : pod.security).orElse("Unconfined");
  }

  private Optional<String> profile(Tree.Obj security) {
    return pod.read
        .object(security, "seccompProfile")
        .map(profile -> pod.read.text(profile, "type").orElse(""));
  }
}
