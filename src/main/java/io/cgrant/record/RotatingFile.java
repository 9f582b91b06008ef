// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/// A file of whole lines. Before it would grow too large it becomes `FILE.1`, what was that
/// `FILE.2`, and so on; the oldest goes. What is written at once stays together, and what the disk
/// does not take leaves no half line. Where somebody else renames, removes or cuts the file, it is
/// begun anew. Owner and group can read it, as there are users in it. For one thread.
public final class RotatingFile extends OutputStream {

  private static final Logger LOG = Logger.getLogger(RotatingFile.class);

  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final Set<PosixFilePermission> PERMISSIONS =
      PosixFilePermissions.fromString("rw-r-----");

  private final Path file;
  private final long mostBytes;
  private final int kept;
  private FileChannel channel;
  private Optional<Object> key = Optional.empty();
  private long size;

  /// @param mostBytes how large the file may become; what is written at once may be larger
  /// @param kept how many older files there are, at least 1
  /// @throws IOException when it cannot be written, or another process writes it
  /// @throws IllegalArgumentException when a number is not above zero
  public RotatingFile(Path file, long mostBytes, int kept) throws IOException {
    if (mostBytes < 1 || kept < 1) {
      throw new IllegalArgumentException(
          "a file of %d bytes with %d older ones cannot be; write numbers above zero"
              .formatted(mostBytes, kept));
    }
    this.file = file;
    this.mostBytes = mostBytes;
    this.kept = kept;
    open();
  }

  /// @param bytes whole lines
  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    follow();
    if (size > 0 && size + length > mostBytes) {
      rotate();
    }
    try {
      append(ByteBuffer.wrap(bytes, from, length));
      size += length;
    } catch (IOException e) {
      takeBack(e);
      throw e;
    }
  }

  private void takeBack(IOException cause) {
    try {
      channel.truncate(size);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void open() throws IOException {
    channel = FileChannel.open(file, OPTIONS, attributes());
    try {
      claim();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    key = Optional.ofNullable(attributesOf(file).fileKey());
    size = channel.size();
    endLine();
  }

  private FileAttribute<?>[] attributes() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PERMISSIONS)}
        : new FileAttribute<?>[0];
  }

  /// Two that write it would write over each other's lines.
  private void claim() throws IOException {
    if (!isClaimed()) {
      throw new IOException("another process writes " + file + "; each needs one of its own");
    }
  }

  private boolean isClaimed() throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void follow() throws IOException {
    if (channel == null || !channel.isOpen()) {
      open();
    } else if (!isThere()) {
      channel.close();
      open();
    } else if (channel.size() != size) {
      size = channel.size();
      endLine();
    }
  }

  private boolean isThere() throws IOException {
    try {
      return key.equals(Optional.ofNullable(attributesOf(file).fileKey()));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static BasicFileAttributes attributesOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  /// Whoever wrote it before may have been stopped in a line.
  private void endLine() throws IOException {
    var last = ByteBuffer.allocate(1);
    if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
      append(ByteBuffer.wrap(new byte[] {'\n'}));
      size++;
    }
  }

  private void append(ByteBuffer bytes) throws IOException {
    channel.position(size);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Where it cannot be renamed, it grows on, and the next write tries again: a line is worth more
  /// than the bound.
  private void rotate() throws IOException {
    try {
      makeRoom();
      move(file, older(1));
    } catch (IOException e) {
      LOG.warnf("the decision log %s could not be rotated and grows on: %s", file, e.getMessage());
      return;
    }
    channel.close();
    open();
  }

  /// The file that is written to is renamed last, and where a number is free no older one goes: so
  /// stopped on the way, nothing is lost.
  private void makeRoom() throws IOException {
    int free = 1;
    while (free < kept && Files.exists(older(free))) {
      free++;
    }
    for (int i = free; i > 1; i--) {
      move(older(i - 1), older(i));
    }
  }

  private Path older(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
