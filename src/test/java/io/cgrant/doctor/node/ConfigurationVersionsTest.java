// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.Release;
import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.NodeFacts.Containerd;
import io.cgrant.doctor.NodeFacts.Mount;
import io.cgrant.doctor.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `containerd config dump` of 2.1.9 said of each pair of files, row by row.
final class ConfigurationVersionsTest {

  private static final String NEW = "'io.containerd.cri.v1.runtime'";
  private static final String OLD = "\"io.containerd.grpc.v1.cri\"";
  private static final String WRITABLE = "runc-cgroup-writable";

  @TempDir private Path folder;
  private NodeFiles node;
  private Optional<Release> release = Optional.empty();

  @BeforeEach
  void prepare() {
    node = NodeFiles.well(folder);
  }

  /// @param main its version
  /// @param dropIn the version line of the drop-in, with its line end; empty for none
  private void given(int main, String dropIn, String plugin) {
    String tables =
        main == 3 ? NodeFiles.DEFAULT_TABLES : NodeFiles.DEFAULT_TABLES.replace(NEW, OLD);
    node.write(NodeFiles.MAIN, "version = " + main + "\n" + tables);
    node.write(NodeFiles.DROP_IN, dropIn + NodeFiles.WRITABLE_TABLES.replace(NEW, plugin));
  }

  @Test
  void threeAndThreeAreMergedDeeply() {
    given(3, "version = 3\n", NEW);
    assertEquals(Set.of("runc", "plain", WRITABLE), loaded().handlers().keySet());
    assertEquals(CgroupDriver.systemd, loaded().handlers().get("plain").driver());
    assertEquals(Mount.Writable, loaded().handlers().get(WRITABLE).mount());
    assertWell();
  }

  @Test
  void twoAndThreeDropTheWholeSectionOfTheMainFile() {
    given(2, "version = 3\n", NEW);
    assertEquals(Set.of("runc", WRITABLE), loaded().handlers().keySet());
    assertEquals("runc", loaded().defaultHandler());
    assertEquals(CgroupDriver.cgroupfs, loaded().handlers().get("runc").driver());
    assertSays("2.1 and 2.2 drop the whole CRI section of the main file");
  }

  @Test
  void twoAndTwoAreMigratedAndMerged() {
    given(2, "version = 2\n", OLD);
    assertEquals(Set.of("runc", "plain", WRITABLE), loaded().handlers().keySet());
    assertEquals(CgroupDriver.systemd, loaded().handlers().get("plain").driver());
    assertEquals(Mount.Writable, loaded().handlers().get(WRITABLE).mount());
    assertWell();
  }

  @Test
  void threeAndTwoLoseTheHandlerInSilence() {
    given(3, "version = 2\n", OLD);
    assertEquals(Set.of("runc", "plain"), loaded().handlers().keySet());
    assertSays("2.1 and 2.2 pass over in silence what it says of handlers");
  }

  @Test
  void twoAndNoneLoseTheHandlersOfTheMainFileAndKeepItsDefault() {
    given(2, "", NEW);
    assertEquals(Set.of("runc", WRITABLE), loaded().handlers().keySet());
    assertEquals("plain", loaded().defaultHandler());
    assertSays("it is written for version 3, and drops the handlers of the main file");
    assertEquals(
        Severity.Error, node.found(Concern.DefaultHandler).getFirst().severity(), "it is gone");
  }

  @Test
  void threeAndNoneWork() {
    given(3, "", NEW);
    assertEquals(Set.of("runc", "plain", WRITABLE), loaded().handlers().keySet());
    assertEquals(Severity.Info, node.found(Concern.ConfigurationVersions).getFirst().severity());
  }

  @Test
  void twoAndNoneWithTheNamesOfTwoWork() {
    given(2, "", OLD);
    assertEquals(Set.of("runc", "plain", WRITABLE), loaded().handlers().keySet());
    assertEquals(Severity.Info, node.found(Concern.ConfigurationVersions).getFirst().severity());
  }

  @Test
  void threeAndTwoWithTheNamesOfThreeWork() {
    given(3, "version = 2\n", NEW);
    assertEquals(Set.of("runc", "plain", WRITABLE), loaded().handlers().keySet());
    assertEquals(Severity.Info, node.found(Concern.ConfigurationVersions).getFirst().severity());
  }

  @Test
  void whatIsSaidLaterHoldsAlsoWhenItIsFalse() {
    node.write(
        "/etc/containerd/conf.d/99.toml",
        "version = 3\n[plugins."
            + NEW
            + ".containerd.runtimes.plain.options]\nSystemdCgroup = false\n");
    assertEquals(CgroupDriver.cgroupfs, loaded().handlers().get("plain").driver());
  }

  /// Also where no package says which release it is.
  @Test
  void underFourEachFileIsBroughtUpByItself() {
    node.delete(NodeFiles.DPKG);
    given(3, "version = 2\n", OLD);
    node.edit(NodeFiles.MAIN, "version = 3", "version = 4");
    assertEquals(Set.of("runc", "plain", WRITABLE), loaded().handlers().keySet());
    assertEquals(Mount.Writable, loaded().handlers().get(WRITABLE).mount());
    assertEquals(Severity.Info, node.found(Concern.ConfigurationVersions).getFirst().severity());

    node.edit(NodeFiles.MAIN, "version = 4", "version = 3");
    node.edit(NodeFiles.DROP_IN, "version = 2", "version = 4");
    assertSays("2.3.0 to 2.3.4 do not start");
  }

  @Test
  void from23OnFilesOfSeveralVersionsAreJoined() {
    given(3, "version = 2\n", OLD);
    packaged("2.3.4");
    assertEquals(Set.of("runc", "plain", WRITABLE), loaded().handlers().keySet());
    assertEquals(Severity.Info, node.found(Concern.ConfigurationVersions).getFirst().severity());

    given(2, "version = 3\n", NEW);
    assertSays("containerd 2.3.4 does not start");
    packaged("2.3.5");
    assertEquals(Set.of("runc", "plain", WRITABLE), loaded().handlers().keySet());
    assertEquals(CgroupDriver.systemd, loaded().handlers().get("plain").driver());
    assertEquals(Severity.Info, node.found(Concern.ConfigurationVersions).getFirst().severity());

    given(3, "", OLD);
    assertEquals(Mount.Writable, loaded().handlers().get(WRITABLE).mount());
  }

  /// As containerd 2.1.9 does not start.
  @Test
  void before23AVersion4IsTooNewAlone() {
    given(3, "version = 4\n", NEW);
    assertSays("it says version 4, and containerd 2.1.9 reads none above 3: it does not start");
  }

  private void packaged(String version) {
    String is = release.map(Release::toString).orElse("2.1.9+ds1-5");
    node.edit(NodeFiles.DPKG, "Version: " + is, "Version: " + version);
    release = Release.read(version);
  }

  @Test
  void anOlderReleaseDoesNotKnowTheKeyWhateverTheFilesSay() {
    given(2, "version = 2\n", OLD);
    node.edit(NodeFiles.DPKG, "2.1.9+ds1-5", "1.7.24");
    assertEquals(Severity.Error, node.found(Concern.RuntimeVersions).getFirst().severity());
    assertWell();
  }

  @Test
  void filesImportFilesOnceAndBesideThemselves() {
    node.write(
        NodeFiles.MAIN,
        "version = 3\nimports = [\"more/a*.toml\", \"../containerd/config.toml\"]\n");
    node.write("/etc/containerd/more/ab.toml", "version = 3\nimports = [\"../conf.d/*.toml\"]\n");
    node.write("/etc/containerd/more/b.toml", "version = 2\n");
    assertEquals(Mount.Writable, loaded().handlers().get(WRITABLE).mount());
    assertEquals(
        List.of(NodeFiles.MAIN, "/etc/containerd/more/ab.toml", NodeFiles.DROP_IN),
        loaded().files().stream().map(f -> f.path()).toList());
  }

  private Containerd loaded() {
    return ContainerdReader.read(new Rootfs(folder, problem -> {}), NodeFiles.MAIN, release)
        .orElseThrow();
  }

  private void assertWell() {
    assertEquals(Severity.Ok, node.found(Concern.ConfigurationVersions).getFirst().severity());
  }

  private void assertSays(String part) {
    Finding found = node.found(Concern.ConfigurationVersions).getFirst();
    assertEquals(Severity.Error, found.severity());
    assertEquals(NodeFiles.DROP_IN, found.where());
    assertTrue(found.what().contains(part), found::what);
  }
}
