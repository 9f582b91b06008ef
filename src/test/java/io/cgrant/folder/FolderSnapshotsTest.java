// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.folder;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cel.CelCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSnapshotsTest {

  private static final Duration NEVER = Duration.ofHours(1);
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path temporary;

  private FolderSnapshots watching(Path folder, Duration pollEvery) {
    return FolderSnapshots.watching(
        folder, Set.of("h"), InstantSource.fixed(NOW), new CelCompiler(), pollEvery);
  }

  private static void write(Path folder, String file, String handler) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(file),
        "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: a}\nhandler: "
            + handler
            + "\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ml}\n");
  }

  private static void awaitHandler(FolderSnapshots snapshots, String handler) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> handler.equals(snapshots.current("ml").runtimeClasses().get("a")));
  }

  @Test
  void servesWhatTheFolderDescribesFromTheFirstMoment() throws IOException {
    write(temporary, "a.yaml", "first");
    try (var snapshots = watching(temporary, NEVER)) {
      var snapshot = snapshots.current("ml");
      assertTrue(snapshot.synced());
      assertEquals(Map.of("a", "first"), snapshot.runtimeClasses());
      assertEquals(Set.of("h"), snapshot.gatedHandlers());
      assertTrue(snapshot.namespaceLabels().isPresent());
      assertTrue(snapshots.current("web").namespaceLabels().isEmpty());
      assertEquals(NOW, snapshots.current("ml").takenAt());
      assertEquals(Optional.of(NOW), snapshots.state().goodSince());
      assertTrue(snapshots.state().current());
    }
  }

  @Test
  void seesAFileThatIsReplacedAndOneInANewFolder() throws IOException {
    write(temporary, "a.yaml", "first");
    try (var snapshots = watching(temporary, NEVER)) {
      Path draft = temporary.resolve(".draft");
      write(temporary, ".draft", "second");
      Files.move(draft, temporary.resolve("a.yaml"), StandardCopyOption.REPLACE_EXISTING);
      awaitHandler(snapshots, "second");
      Files.delete(temporary.resolve("a.yaml"));
      write(temporary.resolve("below"), "b.yaml", "third");
      awaitHandler(snapshots, "third");
      write(temporary.resolve("below"), "b.yaml", "fourth");
      awaitHandler(snapshots, "fourth");
    }
  }

  @Test
  void keepsTheLastGoodSetWhileAFileIsBroken() throws IOException {
    write(temporary, "a.yaml", "first");
    try (var snapshots = watching(temporary, NEVER)) {
      Files.writeString(temporary.resolve("b.yaml"), "a: [\n");
      await().atMost(Duration.ofSeconds(20)).until(() -> !snapshots.state().current());
      assertEquals(Map.of("a", "first"), snapshots.current("ml").runtimeClasses());
      assertTrue(snapshots.state().synced());
      assertTrue(snapshots.state().problems().getFirst().file().endsWith("b.yaml"));
      Files.delete(temporary.resolve("b.yaml"));
      write(temporary, "a.yaml", "second");
      awaitHandler(snapshots, "second");
      assertTrue(snapshots.state().current());
    }
  }

  @Test
  void isNotSyncedUntilThereIsAGoodSet() throws IOException {
    Files.writeString(temporary.resolve("a.yaml"), "a: [\n");
    try (var snapshots = watching(temporary, NEVER)) {
      assertFalse(snapshots.current("ml").synced());
      assertFalse(snapshots.state().synced());
      assertEquals(1, snapshots.state().problems().size());
      write(temporary, "a.yaml", "first");
      awaitHandler(snapshots, "first");
      assertTrue(snapshots.current("ml").synced());
    }
  }

  @Test
  void waitsForAFolderThatIsNotThereYet() throws IOException {
    Path folder = temporary.resolve("later");
    try (var snapshots = watching(folder, Duration.ofMillis(50))) {
      assertFalse(snapshots.state().synced());
      write(folder, "a.yaml", "first");
      awaitHandler(snapshots, "first");
    }
  }

  /// `..data` is a symbolic link to the current content, and each file one into `..data`.
  @Test
  void seesTheSwapOfAConfigMap() throws IOException {
    write(temporary.resolve("..1"), "a.yaml", "first");
    write(temporary.resolve("..2"), "a.yaml", "second");
    Files.createSymbolicLink(temporary.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(temporary.resolve("a.yaml"), Path.of("..data/a.yaml"));
    try (var snapshots = watching(temporary, NEVER)) {
      assertEquals("first", snapshots.current("ml").runtimeClasses().get("a"));
      Files.createSymbolicLink(temporary.resolve("..data_tmp"), Path.of("..2"));
      Files.move(
          temporary.resolve("..data_tmp"),
          temporary.resolve("..data"),
          StandardCopyOption.ATOMIC_MOVE);
      awaitHandler(snapshots, "second");
    }
  }

  @Test
  void seesTheSwapOfTheFolderItselfByPolling() throws IOException {
    write(temporary.resolve("one"), "a.yaml", "first");
    write(temporary.resolve("two"), "a.yaml", "second");
    Path folder = Files.createSymbolicLink(temporary.resolve("now"), Path.of("one"));
    try (var snapshots = watching(folder, Duration.ofMillis(50))) {
      assertEquals("first", snapshots.current("ml").runtimeClasses().get("a"));
      Files.createSymbolicLink(temporary.resolve("next"), Path.of("two"));
      Files.move(temporary.resolve("next"), folder, StandardCopyOption.ATOMIC_MOVE);
      awaitHandler(snapshots, "second");
    }
  }
}
