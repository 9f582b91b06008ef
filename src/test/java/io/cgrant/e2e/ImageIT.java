// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What `make image` writes: read as a registry reads it, and run for the command line.
@Tag("image")
final class ImageIT {

  static final long LARGEST = 110_000_000;

  private static BuiltImage built;

  @BeforeAll
  static void builds() {
    built = BuiltImage.ofThisRun();
  }

  @Test
  void isSmall() throws IOException {
    long size = Files.size(built.archive());
    ClusterChoice.say("the image is an archive of " + size / 1_000_000 + " MB");
    assertTrue(size < LARGEST, size + " bytes");
  }

  @Test
  void saysWhatItIsAndRunsAsNobody() {
    JsonNode config = built.image().config().path("config");
    assertEquals("65532:65532", config.path("User").asText());
    assertEquals("linux", built.image().config().path("os").asText());
    assertEquals(BuiltImage.architecture(), built.image().config().path("architecture").asText());
    var labels = new TreeMap<String, String>();
    config.path("Labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    assertEquals(
        Stream.of(
                "base.name",
                "created",
                "description",
                "licenses",
                "revision",
                "source",
                "title",
                "version")
            .map(name -> "org.opencontainers.image." + name)
            .toList(),
        List.copyOf(labels.keySet()));
    assertTrue(labels.values().stream().noneMatch(String::isBlank), labels::toString);
    String created = labels.get("org.opencontainers.image.created");
    assertEquals(created, built.image().config().path("created").asText());
    assertTrue(created.matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), created);
  }

  @Test
  void hasNoShellAndNoFileThatGivesRights() {
    List<TarArchiveEntry> files = built.image().files();
    var programs = new TreeSet<String>();
    for (TarArchiveEntry file : files) {
      String name = file.getName().replaceFirst("^\\./", "");
      assertEquals(0, file.getMode() & 06000, () -> name + " is setuid or setgid");
      assertEquals(0, file.getLongUserId() + file.getLongGroupId(), name);
      if (file.isSymbolicLink()) {
        continue;
      }
      if (!name.equals("tmp/")) {
        assertEquals(0, file.getMode() & 022, () -> name + " can be written by others than root");
      }
      if (!file.isDirectory() && (file.getMode() & 0111) != 0 && !name.contains(".so")) {
        programs.add(name);
      }
    }
    assertEquals(
        new TreeSet<>(
            List.of(
                "opt/cgrant/bin/kubectl-cgrant",
                "opt/cgrant/bin/kubectl_complete-cgrant",
                "opt/java/bin/java",
                "opt/java/lib/jspawnhelper")),
        programs);
    assertTrue(files.stream().noneMatch(f -> f.getName().matches(".*/(ba|da|k|z)?sh|.*/busybox")));
  }

  @Test
  void sameSourcesMakeTheSameDigest() {
    assertEquals(built.image().digest(), BuiltImage.makeAnew().image().digest());
  }

  @Test
  void listsEveryJarAndPackageInIt() throws IOException {
    Path root = built.root();
    JsonNode bill =
        new ObjectMapper().readTree(root.resolve("opt/cgrant/cgrant.cdx.json").toFile());
    var hashes = new TreeSet<String>();
    bill.path("components")
        .forEach(
            component ->
                component
                    .path("hashes")
                    .forEach(
                        hash -> {
                          if (hash.path("alg").asText().equals("SHA-256")) {
                            hashes.add(hash.path("content").asText());
                          }
                        }));
    List<String> locked =
        Stream.concat(
                Files.readAllLines(Path.of("src/main/lock/jars")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf(' '))),
                Files.readAllLines(Path.of("src/main/lock/debian")).stream()
                    .filter(line -> line.contains(" " + BuiltImage.architecture() + " "))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1)))
            .toList();
    assertTrue(locked.size() > 100, locked.size() + " are locked");
    assertEquals(List.of(), locked.stream().filter(sha -> !hashes.contains(sha)).toList());
  }

  @Test
  void bringsTheTextsOfTheLicences() throws IOException {
    Path root = built.root();
    for (String file :
        List.of(
            "opt/java/legal/java.base/LICENSE",
            "opt/java/legal/java.base/ASSEMBLY_EXCEPTION",
            "usr/share/doc/base-files/copyright",
            "usr/share/doc/libc-bin/copyright",
            "usr/share/doc/libc6/copyright",
            "usr/share/common-licenses/GPL-2",
            "usr/share/common-licenses/LGPL-2.1")) {
      assertTrue(Files.size(root.resolve(file)) > 1000, file);
    }
    for (String copyright : List.of("base-files", "libc-bin", "libc6")) {
      var named = Pattern.compile("/usr/share/common-licenses/[\\w.-]*\\w");
      Path text = root.resolve("usr/share/doc").resolve(copyright).resolve("copyright");
      named
          .matcher(Files.readString(text, StandardCharsets.ISO_8859_1))
          .results()
          .forEach(r -> assertTrue(Files.exists(root.resolve(r.group().substring(1))), r::group));
    }
  }

  /// A release attests the one beside the archive.
  @Test
  void theBillOfMaterialsBesideTheArchiveIsTheOneInIt() throws IOException {
    assertEquals(
        Files.readString(built.root().resolve("opt/cgrant/cgrant.cdx.json")),
        Files.readString(built.archive().resolveSibling("cgrant.cdx.json")));
  }

  /// By the commands of the page, without `docker cp` and a `PATH`.
  @Test
  void aCopyOfItsFolderIsThePluginOfKubectl() throws IOException {
    assertTrue(
        Files.readString(Path.of("docs/how-to/use-the-command-line.md"))
            .contains("ln -s ~/.local/share/cgrant/bin/kubectl-cgrant"));
    Path folder = Folders.create(BuiltImage.FOLDER.resolve("plugin")).toAbsolutePath();
    Path link = folder.resolve("kubectl-cgrant");
    Files.deleteIfExists(link);
    Path program = built.root().resolve("opt/cgrant/bin/kubectl-cgrant").toAbsolutePath();
    Files.createSymbolicLink(link, program);
    var version =
        Command.of(link.toString(), "version")
            .with("JAVA_HOME", Path.of(System.getProperty("java.home")))
            .run();
    assertEquals(0, version.exitCode(), version.output());
    assertTrue(version.output().startsWith("cgrant 0."), version.output());
  }

  @Test
  void theCommandLineWorksInIt() {
    ImageContainer tutorial = built.container().with("work", Path.of("docs/tutorial"));
    var checked = tutorial.run(log("check"), "check", "-p", "policies", "-n", "cluster", "pods");
    assertEquals(1, checked.exitCode(), checked.output());
    assertTrue(checked.output().contains("CapabilityNotAllowed"), checked.output());
    // Expressions load what nothing else does.
    String[] rules = {"check", "-p", "rules/policy.yaml", "-n", "cluster.yaml"};
    ImageContainer cases = built.container().with("work", Path.of("src/test/resources/cases"));
    var words = Stream.concat(Stream.of(rules), Stream.of("rules/granted-small.yaml"));
    var granted = cases.run(log("rules"), words.toArray(String[]::new));
    assertEquals(0, granted.exitCode(), granted.output());
    var help = built.container().with(Map.of()).run(log("help"), "--help");
    assertEquals(0, help.exitCode(), help.output());
  }

  /// It is passed over in silence where the runtime, a path or a time is another than when it was
  /// made.
  @Test
  void theArchiveOfClassesFits() {
    var insisting = built.container().with(Map.of("JAVA_TOOL_OPTIONS", "-Xshare:on"));
    var help = insisting.run(log("archive"), "--help");
    assertEquals(0, help.exitCode(), help.output());
  }

  private static Path log(String name) {
    return BuiltImage.FOLDER.resolve(name + ".log");
  }
}
