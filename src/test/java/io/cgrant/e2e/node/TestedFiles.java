// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The node files, the hostile workloads, and what judges them: what a result of a node speaks of.
/// One that was seen with others says nothing of these.
final class TestedFiles {

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("deploy/node/containerd"),
          Path.of("deploy/node/crio"),
          Path.of("e2e/node/hostile"),
          Path.of("e2e/node/programs/attack"));

  /// They make the containers, and say whether what these do is as it must be.
  private static final List<Class<?>> JUDGES =
      List.of(
          Claim.class,
          Confinement.class,
          Hostile.class,
          HostilePair.class,
          HostileStage.class,
          Limits.class,
          NodeResult.class,
          Pair.class,
          Surroundings.class,
          Workload.class);

  private static final int DIGITS = 8;

  private TestedFiles() {}

  /// Another one whenever a file is.
  static String digest() {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      for (Path file : all()) {
        hash.update((file + "\0").getBytes(StandardCharsets.UTF_8));
        hash.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(hash.digest()).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> all() {
    return Stream.concat(
            FOLDERS.stream().flatMap(TestedFiles::in), JUDGES.stream().map(TestedFiles::source))
        .sorted()
        .toList();
  }

  private static Path source(Class<?> judge) {
    return Path.of("src/test/java", judge.getName().replace('.', '/') + ".java");
  }

  private static Stream<Path> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
