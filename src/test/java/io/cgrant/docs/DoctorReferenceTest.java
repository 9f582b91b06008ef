// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.Delegation;
import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import io.cgrant.delegation.Mounter;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Concern.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `docs/reference/doctor.md` from [Concern] and [Delegation].
@Tag("generated")
final class DoctorReferenceTest {

  private static final String HEAD =
      """
      <!-- Generated from io.cgrant.doctor by `make generate`. Do not edit. -->
      # What `cgrant doctor` looks at

      Each check by the name that reports use, with what is so where all is well, and why it matters. The names do not change from
      one version to the next. A finding adds where it is, what is there and what to do.
      [Find what is wrong](../how-to/find-what-is-wrong.md) says how to run it.

      `Error`: a grant is not what it says: it does nothing, does more, or nobody judges it; exit code 1. `Warning`: it works, and
      what it rests on is missing or will be. `Info`: nothing is wrong, and somebody should know. `Ok`: it was looked at, and
      nothing was found. What could not be looked at is `unseen`, with exit code 2, whatever was found; what depends on it is not judged.
      """;

  private static final String VERSIONS =
      """

      ## What containerd makes of two files

      By `version` of the main file and of a file that it imports, the latter with its handler under the name that the plugin has in its
      version. As `containerd config dump` of 2.1.9 has it, which merges all files first and brings the result from version 2
      to 3 then; 2.2 does the same. From 2.3 on each file is brought to version 4 by itself, so every pair is merged; but 2.3.0 to 2.3.4 do
      not start where the imported one is of a higher version. `DoctorOnNodeIT` compares what the doctor reads with the dump of a real containerd.

      | main file | imported file | result |
      |---|---|---|
      | 3 | 3 | merged: the handlers of the main file and the new one |
      | 2 | 3 | the whole CRI section of the main file is dropped: the default handler and its cgroup driver are gone |
      | 2 | 2 | brought to 3 and merged |
      | 3 | 2 | the handler of the imported file is passed over, without a word; merged where it has the names of 3 |
      | 2 | none, names of 3 | the handlers of the main file are lost; `default_runtime_name` is kept, and points to nothing |
      | 2 | none, names of 2 | merged |
      | 3 | none, names of 3 | merged |

      Before 2.0 no version 3 is read: containerd does not start. Before 2.1 `cgroup_writable` is no key: it is dropped, without a word.
      """;

  private static final String VOID =
      """

      ## Whose writable cgroup is of use

      The mount says `rw` in all of these. Whether a process can make a cgroup depends on whose the directory is: runc hands it
      to the first user of the container, under the systemd driver alone; crun hands it to root of a user namespace, under both.
      Measured with containerd 2.1.9, runc 1.3.6 and crun 1.28. A pod with a user namespace and the node's network has the node's
      `/sys` over it, read-only, as the code reads; that was not tried.

      The route changes nothing of it but what may stand behind it. `RuntimeClass`: what the name of the handler says, as `crun-cgroup-writable`, else
      both. `CrioAnnotation`, `CrioSystemd`, `NriAnnotation` and `CgroupOptions`: the same of the pod's class, else both. `GkeAnnotation`: %s; GKE's page
      speaks of root's processes alone and KubeRay's sample for GKE runs as another user, so of others the doctor says that it does not know. A pod is judged by a route that some node can take. A template that asks, or whose namespace does, is
      judged by the policies that speak for its namespace, and told only what no node would help.

      | runtime | driver | user namespace | root | another user |
      |---|---|---|---|---|
      """;

  @Test
  void theReferenceIsWhatTheSourcesSay() {
    GeneratedFile.verify(
        Path.of("docs/reference/doctor.md"),
        HEAD
            + "\n## Of a cluster\n\n"
            + table(Place.Cluster)
            + "\n## Of a node\n\n"
            + table(Place.Node)
            + VERSIONS
            + VOID.formatted(Mounter.Gke.runtimes("").iterator().next())
            + delegation());
  }

  private static String table(Place place) {
    return "| check | all is well where | why |\n|---|---|---|\n"
        + Stream.of(Concern.values())
            .filter(c -> c.place() == place)
            .map(c -> "| `" + c + "` | " + c.looksAt() + " | " + c.why() + " |\n")
            .collect(Collectors.joining());
  }

  private static String delegation() {
    var rows = new StringBuilder();
    for (OciRuntime runtime : OciRuntime.values()) {
      for (CgroupDriver driver : List.of(CgroupDriver.cgroupfs, CgroupDriver.systemd)) {
        for (Namespace namespace : Namespace.values()) {
          rows.append("| %s | %s | %s |".formatted(runtime, driver, said(namespace)));
          for (User user : User.values()) {
            boolean works = Delegation.works(runtime, driver, namespace, user);
            rows.append(works ? " works |" : " **Permission denied** |");
          }
          rows.append('\n');
        }
      }
    }
    return rows.toString();
  }

  private static String said(Namespace namespace) {
    return switch (namespace) {
      case OfTheNode -> "no";
      case Own -> "yes";
    };
  }

  @Test
  void eachCheckIsSaidInOneLine() {
    assertEquals(
        List.of(),
        Stream.of(Concern.values())
            .filter(c -> (c.looksAt() + c.why()).contains("\n") || !c.why().endsWith("."))
            .toList());
  }
}
