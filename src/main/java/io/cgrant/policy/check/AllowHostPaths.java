// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.HostPathVolume;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Allows only the `hostPath` volumes that are at or below one of the folders named. Paths are
/// compared folder by folder after `.`, `..` and spare slashes are resolved; `/var/run` is `/run`.
///
/// The check sees the text of the path, not the node: who can write below an allowed folder can put
/// a link there that leads elsewhere. Allow folders that only the platform team writes.
///
/// Source: Pod Security Standards, baseline, "HostPath Volumes".
///
/// Field: `require.hostPaths`.
///
/// Default: none.
///
/// Reasons: `HostPathNotAllowed`.
///
/// Way out: use an `emptyDir` or a PersistentVolumeClaim, or ask for a policy that allows the path.
///
/// @param allowed `require.hostPaths.allow`: absolute paths, without `.`, `..` or spare
///     slashes, that do not reach what `forbid-runtime-paths` refuses; empty allows none
public record AllowHostPaths(List<String> allowed) implements Check {

  private static final String FIELD = "require.hostPaths.allow";

  public static final AllowHostPaths STRICT = new AllowHostPaths(List.of());

  public AllowHostPaths {
    allowed = List.copyOf(allowed);
    for (int i = 0; i < allowed.size(); i++) {
      Optional<String> nonsense = nonsense(allowed.get(i));
      if (nonsense.isPresent()) {
        throw new InvalidCheck(FIELD + "[" + i + "]", nonsense.get());
      }
    }
  }

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (HostPathVolume volume : pod.spec().hostPaths()) {
      if (found.size() == Finding.MOST) {
        return found;
      }
      if (!isAllowed(NodePath.readings(volume.hostPath()))) {
        found.add(finding(volume));
      }
    }
    return found;
  }

  private boolean isAllowed(Set<NodePath> readings) {
    return readings.stream()
        .allMatch(r -> allowed.stream().anyMatch(folder -> r.isAtOrBelow(NodePath.of(folder))));
  }

  private Finding finding(HostPathVolume volume) {
    String list = allowed.isEmpty() ? "no hostPath" : "only " + String.join(", ", allowed);
    return new Finding(
        volume.path(),
        Reason.HostPathNotAllowed,
        "volume \""
            + volume.name()
            + "\" mounts \""
            + volume.hostPath()
            + "\" of the node, and the policy allows "
            + list
            + "; use an emptyDir or a PersistentVolumeClaim");
  }

  /// What is wrong with such an entry, and the way out; empty where it makes sense.
  public static Optional<String> nonsense(String folder) {
    String normal = NodePath.of(folder).toString();
    if (!folder.equals(normal)) {
      return Optional.of(
          "\"" + folder + "\" is not a plain absolute path; write \"" + normal + "\"");
    }
    return ForbidRuntimePaths.reachedBy(folder)
        .map(
            reached ->
                "\""
                    + folder
                    + "\" reaches "
                    + reached
                    + ", which no policy can allow; name a folder that does not");
  }
}
