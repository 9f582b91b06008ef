// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;

/// A file of whole lines. Before it would grow too large it becomes `FILE.1`, what was that
/// `FILE.2`, and so on; the oldest goes. What is written at once stays together, and what the disk
/// does not take leaves no half line. For one thread.
public final class RotatingFile extends OutputStream {

  private static final Logger LOG = Logger.getLogger(RotatingFile.class);

  private final Path file;
  private final long mostBytes;
  private final int kept;
  private FileChannel channel;
  private long size;

  /// @param mostBytes how large the file may become; what is written at once may be larger
  /// @param kept how many older files there are, at least 1
  /// @throws IOException when it cannot be written
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
    if (channel == null || !channel.isOpen()) {
      open();
    }
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
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    size = channel.size();
    channel.position(size);
    endLine();
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
