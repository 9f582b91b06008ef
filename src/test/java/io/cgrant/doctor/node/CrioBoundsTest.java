// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Severity;
import io.cgrant.doctor.Told;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// On CRI-O hooks bound what a container may make: whether they are there, are in a folder that it
/// reads, and run for everything that it makes writable.
final class CrioBoundsTest {

  private static final String ANNOTATED = NodeFiles.HOOKS + "cgroup-writable-bound.json";
  private static final String INIT = NodeFiles.HOOKS + "init-bound.json";
  private static final String DROP_IN = "/etc/crio/crio.conf.d/60-hooks.conf";

  private static final String OF_THE_HANDLER =
      "Warning runtimes.crun-cgroup-writable no hook in /usr/share/containers/oci/hooks.d sets"
          + " cgroup.max.descendants and cgroup.max.depth of what it makes writable by"
          + " cgroup2-mount-hierarchy-rw.crio.io: nothing bounds how many cgroups it makes";

  private static final String OF_INIT =
      "Warning hooks_dir no hook in /usr/share/containers/oci/hooks.d sets cgroup.max.descendants and"
          + " cgroup.max.depth of a container that starts with /sbin/init, which is writable under"
          + " any handler: nothing bounds how many cgroups it makes";

  @TempDir private Path folder;
  private NodeFiles node;

  @BeforeEach
  void prepare() {
    node = NodeFiles.withCrio(folder);
  }

  @AfterEach
  void whateverWasFoundSaysWhyAndWhatToDo() {
    Told.haveWhyAndFix(node.examined());
  }

  private List<String> found() {
    return node.found(Concern.CrioBounds).stream()
        .filter(f -> f.severity() != Severity.Ok)
        .map(f -> f.severity() + " " + f.where() + " " + f.what())
        .toList();
  }

  private String fix() {
    return node.found(Concern.CrioBounds).getFirst().fix();
  }

  @Test
  void ourHooksBoundEverything() {
    assertEquals(List.of(), found());
  }

  @Test
  void withoutAHookEachWayToAWritableCgroupIsNamed() {
    node.delete(ANNOTATED);
    assertEquals(List.of(OF_THE_HANDLER), found());
    node.delete(INIT);
    List<String> found = found();
    assertEquals(3, found.size(), found::toString);
    assertTrue(found.contains(OF_INIT), found::toString);
    assertTrue(found.getLast().contains("/usr/lib/systemd/systemd"), found::toString);
    assertTrue(fix().startsWith("put our hooks there (deploy/node/crio/hooks)"), fix());
  }

  @Test
  void aHookInAFolderThatHooksDirDoesNotNameDoesNothing() {
    node.write(DROP_IN, "[crio.runtime]\nhooks_dir = [\"/etc/containers/oci/hooks.d\"]\n");
    assertEquals(3, found().size(), () -> found().toString());
    assertEquals("name the folder of " + ANNOTATED + ", " + INIT + " in hooks_dir", fix());
    node.write(
        DROP_IN,
        "[crio.runtime]\nhooks_dir = [\"/usr/share/containers/oci/hooks.d\", \"/opt/hooks\"]\n");
    assertEquals(List.of(), found());
  }

  @Test
  void noFolderAtAllIsSaid() {
    node.write(DROP_IN, "[crio.runtime]\nhooks_dir = []\n");
    assertTrue(found().getFirst().contains("no hook in an empty hooks_dir sets"));
  }

  /// As for a program that looks for hooks in both.
  @Test
  void ofTwoWithOneNameThatOfTheLaterFolderCounts() {
    node.write(
        DROP_IN,
        "[crio.runtime]\nhooks_dir = [\"/usr/share/containers/oci/hooks.d\", \"/opt/hooks\"]\n");
    node.write("/opt/hooks/init-bound.json", node.read(INIT).replace("cgroup.max.depth", "x"));
    assertEquals(2, found().size(), () -> found().toString());
    assertTrue(found().getFirst().contains(" sets cgroup.max.depth of a container that starts"));
  }

  @Test
  void aProgramThatIsMissingIsAnError() {
    node.delete("/bin/sh");
    List<String> found = found();
    assertEquals(
        "Error " + ANNOTATED + " its program /bin/sh is not there: CRI-O does not start",
        found.getFirst());
    assertEquals(2, found.size(), found::toString);
  }

  @Test
  void aHookThatIsNoJsonKeepsCrioFromStarting() {
    node.write(ANNOTATED, "{");
    assertEquals(List.of(OF_THE_HANDLER), found());
    assertEquals(
        ANNOTATED + " it is no JSON; CRI-O does not start",
        node.found(Concern.RuntimeConfiguration).stream()
            .map(f -> f.where() + " " + f.what())
            .findFirst()
            .orElse(""));
  }

  /// Each makes the hook one that does not run, or not for every container with the annotation.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "createRuntime | poststart",
        "\"when\": { | \"when\": {\"hasBindMounts\": true, ",
        "\"when\": { | \"when\": {\"always\": false, ",
        "\"when\": { | \"when\": {\"commands\": [\"/bin/build\"], ",
        "^true$ | ^yes$",
        "cgroup2-mount-hierarchy-rw\\\\.crio | another\\\\.crio",
        "\"^( | \"^((",
      })
  void aHookThatDoesNotAlwaysRunBoundsNothing(String from, String to) {
    node.edit(ANNOTATED, from, to);
    assertEquals(List.of(OF_THE_HANDLER), found());
  }

  @Test
  void aHookForEveryContainerBoundsAll() {
    node.delete(INIT);
    String hook = node.read(ANNOTATED).replaceAll("\"when\": .*", "\"when\": {\"always\": true},");
    node.write(ANNOTATED, hook);
    assertEquals(List.of(), found());
  }

  /// Under whatever form of ours the annotation has either name.
  @ParameterizedTest
  @CsvSource({"handler-1.32", "handler-1.35", "annotation-1.23", "workload-1.23", "workload-1.35"})
  void ourFormsAreBoundedByOurHooksAlone(String form) {
    node.write(
        "/etc/crio/crio.conf.d/50-cgroup-writable.conf",
        NodeFiles.ours("crio/" + form + "/50-cgroup-writable.conf"));
    assertEquals(List.of(), found());
    node.delete(ANNOTATED);
    assertTrue(
        found().stream().anyMatch(f -> f.contains("cgroup-writable no hook in")),
        () -> found().toString());
  }
}
