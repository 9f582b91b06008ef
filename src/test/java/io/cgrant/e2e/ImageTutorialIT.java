// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cgrant.certs.CertificateFolder;
import io.cgrant.e2e.TutorialPage.Fate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The tutorial in a cluster: the chart is installed with an address in the place of its Service,
/// cgrant runs there from its image, and what becomes of each pod is what the page says.
@Tag("image")
@ExtendWith(ChartStand.Extension.class)
final class ImageTutorialIT {

  private static final Path PODS = TutorialPage.FOLDER.resolve("pods");
  private static final String GRANTED_BY = "cgrant.io/granted-by";

  private final int port = Ports.free();

  @Test
  void everyPodOfTheTutorialMeetsWhatItsPageSays(ChartStand stand) throws Exception {
    ImageContainer image = BuiltImage.ofThisRun().container();
    Path authority = BuiltImage.FOLDER.resolve("tutorial-authority");
    Path served = servingPair(authority);
    stand.release().install(values(Manifests.text(authority.resolve("ca.crt"))));
    var objects = new ArrayList<JsonNode>();
    Process cgrant =
        ChartsContainer.of(stand, port)
            .start(
                image.with("var/run/cgrant/tls", served),
                BuiltImage.FOLDER.resolve("tutorial.log"));
    try {
      for (Path file : files("cluster", "policies")) {
        objects.addAll(Manifests.read(file));
      }
      objects.forEach(object -> applyOnceGuardsAreKnown(stand, object));
      follow(stand, TutorialPage.read());
    } finally {
      cgrant.destroy();
      cgrant.waitFor();
      stand.release().uninstall();
      objects.reversed().forEach(stand.admin()::delete);
    }
  }

  private static void follow(ChartStand stand, TutorialPage page) throws IOException {
    awaitGrant(stand);
    var seen = new ArrayList<String>();
    for (Path file : files("pods")) {
      String name = file.getFileName().toString().replace(".yaml", "");
      JsonNode pod = Manifests.read(file).getFirst();
      Fate fate = Fate.commented(Manifests.text(file).lines().findFirst().orElseThrow());
      TutorialPage.Told told = page.pods().getOrDefault(name, TutorialPage.Told.NOTHING);
      told.fate().ifPresent(shown -> assertEquals(fate, shown, name));
      told.fate().ifPresent(shown -> seen.add(name));
      assertMet(fate, told.words(), stand.admin().rehearse(pod), name);
    }
    assertEquals(List.of("class-by-hand", "granted", "no-limits", "ordinary"), seen);
    assertEquals(
        Set.of("class-by-hand", "granted", "mended", "no-limits", "ordinary", "privileged"),
        page.pods().keySet());
    assertMet(page.pods().get("mended").fate().orElseThrow(), List.of(), mended(stand), "mended");
  }

  private static void assertMet(Fate fate, List<String> words, Reply reply, String name) {
    JsonNode spec = reply.body().path("spec");
    JsonNode annotations = reply.body().at("/metadata/annotations");
    switch (fate) {
      case Refused -> {
        assertEquals(403, reply.code(), name);
        words.forEach(word -> assertTrue(reply.message().contains(word), reply::message));
      }
      case NotAsked -> {
        assertTrue(reply.accepted(), () -> name + ": " + reply.message());
        assertFalse(spec.has("runtimeClassName"), name);
        assertFalse(spec.has("hostUsers"), name);
        assertFalse(annotations.has(GRANTED_BY), name);
      }
      case Granted -> {
        assertTrue(reply.accepted(), () -> name + ": " + reply.message());
        assertEquals("cgroup-writable", spec.path("runtimeClassName").asText());
        assertFalse(spec.path("hostUsers").asBoolean(true), name);
        assertTrue(annotations.path(GRANTED_BY).asText().startsWith("ray@"), name);
      }
    }
  }

  /// As the page's `sed` mends it.
  private static Reply mended(ChartStand stand) {
    JsonNode pod = Manifests.read(PODS.resolve("no-limits.yaml")).getFirst();
    ((ObjectNode) pod.at("/spec/containers/0"))
        .putObject("resources")
        .putObject("limits")
        .put("cpu", "900m")
        .put("memory", "1Gi");
    return stand.admin().rehearse(pod);
  }

  private static void awaitGrant(ChartStand stand) {
    JsonNode pod = Manifests.read(PODS.resolve("granted.yaml")).getFirst();
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            () -> "a pod is granted; " + stand.admin().rehearse(pod),
            () -> stand.admin().rehearse(pod).accepted());
    String other = "/api/v1/namespaces/web/serviceaccounts/default";
    Wait.upTo(Duration.ofMinutes(2)).until(other, () -> stand.exists(other));
  }

  /// For a few seconds the API server knows a guard and not yet its parameters, and denies.
  private static void applyOnceGuardsAreKnown(ChartStand stand, JsonNode object) {
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            () -> "the guards are known; " + stand.admin().apply(object),
            () -> stand.admin().apply(object).accepted());
  }

  private String values(String authority) {
    return "{replicas: 0, certificates: {source: secret, secretName: served, caBundle: %2$s}, webhooks: {url: \"https://127.0.0.1:%1$d\", caBundle: %2$s}}"
        .formatted(port, new TextNode(authority));
  }

  /// As a mounted Secret has it: without the authority, readable for the image's user.
  private static Path servingPair(Path authority) throws IOException {
    Folders.delete(authority);
    new CertificateFolder(authority, List.of("127.0.0.1"), InstantSource.system()).current();
    Path served = Folders.create(BuiltImage.FOLDER.resolve("tutorial-served"));
    for (String name : List.of("tls.crt", "tls.key")) {
      Path file = served.resolve(name);
      Files.copy(authority.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return served;
  }

  private static List<Path> files(String... folders) {
    var all = new ArrayList<Path>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.list(TutorialPage.FOLDER.resolve(folder))) {
        all.addAll(files.sorted().toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }
}
