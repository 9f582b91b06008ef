// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ThreadLocalRandom;

/// Files that are written whole, in place of what was there.
///
/// All are written beside where they belong before the first takes its place: a disk that is full
/// leaves everything as it was.
public final class WrittenFiles {

  private final List<Draft> drafts = new ArrayList<>();

  private WrittenFiles() {}

  /// @param target where it belongs
  /// @param written where it is until then
  private record Draft(Path target, Path written) {}

  /// @param texts by their files, in the order in which these take their places; folders that are
  /// not there are made
  /// @throws UnwritableFile for the first that cannot be
  public static void write(SequencedMap<Path, String> texts) {
    var files = new WrittenFiles();
    try {
      texts.sequencedEntrySet().forEach(files::draft);
      files.drafts.forEach(WrittenFiles::place);
    } finally {
      files.drafts.forEach(draft -> remove(draft.written));
    }
  }

  private void draft(Map.Entry<Path, String> file) {
    Path named = file.getKey();
    try {
      Files.createDirectories(named.toAbsolutePath().getParent());
      // What a symbolic link leads to is written, and the link stays.
      Path target = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
      String mark = Long.toHexString(ThreadLocalRandom.current().nextLong());
      var draft = new Draft(target, target.resolveSibling("." + target.getFileName() + "." + mark));
      drafts.add(draft);
      fill(draft.written, file.getValue());
      if (Files.exists(target)) {
        likeTheOld(draft);
      }
    } catch (IOException e) {
      throw new UnwritableFile(named, e);
    }
  }

  /// Down to the disk: some file systems say only then that they are full.
  private static void fill(Path file, String text) throws IOException {
    try (var out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static void likeTheOld(Draft draft) throws IOException {
    var old = Files.getFileAttributeView(draft.target, PosixFileAttributeView.class);
    var its = Files.getFileAttributeView(draft.written, PosixFileAttributeView.class);
    if (old == null || its == null) {
      return;
    }
    var attributes = old.readAttributes();
    try {
      its.setGroup(attributes.group());
      its.setOwner(attributes.owner());
    } catch (IOException e) {
      // Only root gives files away; others wrote this one as who they are.
    }
    its.setPermissions(attributes.permissions());
  }

  private static void place(Draft draft) {
    try {
      Files.move(draft.written, draft.target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UnwritableFile(draft.target, e);
    }
  }

  private static void remove(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // It is in nobody's way, and why it was given up is told already.
    }
  }
}
