// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.folder;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.cgrant.file.ManifestPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Calls back when something in a folder changed: soon after the operating system says so, and at
/// the next poll where it says nothing, as on network file systems or when the folder itself is a
/// symbolic link that is swapped.
final class FolderWatch implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(FolderWatch.class);

  /// An editor writes a file in several steps; a ConfigMap's files change together.
  private static final Duration QUIET = Duration.ofMillis(100);

  private static final int MOST_WAITS_FOR_QUIET = 10;

  private final Path folder;
  private final Duration pollEvery;
  private final Runnable changed;
  private final WatchService watcher;
  private final Thread thread;
  private List<String> seen = List.of();

  FolderWatch(Path folder, Duration pollEvery, Runnable changed) {
    this.folder = folder;
    this.pollEvery = pollEvery;
    this.changed = changed;
    try {
      this.watcher = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot watch files; raise the inotify limits", e);
    }
    this.thread = new Thread(this::run, "cgrant-folder");
    thread.setDaemon(true);
  }

  /// Calls back once, then whenever something changes.
  void start() {
    look();
    thread.start();
  }

  @Override
  public void close() {
    try {
      watcher.close();
      thread.join(Duration.ofSeconds(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = watcher.poll(pollEvery.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
          awaitQuiet(key);
          look();
        } else if (!seen.equals(fingerprint())) {
          look();
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debugf("%s is no longer watched", folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Watch first, then read: what changes in between is announced.
  private void look() {
    register();
    seen = fingerprint();
    try {
      changed.run();
    } catch (RuntimeException e) {
      // The watch must outlive one reading that went wrong.
      LOG.errorf(e, "%s could not be read; it is tried again when it changes", folder);
    }
  }

  private void awaitQuiet(WatchKey first) throws InterruptedException {
    WatchKey key = first;
    for (int i = 0; key != null && i < MOST_WAITS_FOR_QUIET; i++) {
      key.pollEvents();
      key.reset();
      key = watcher.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }

  private void register() {
    try (Stream<Path> below = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path directory : below.filter(Files::isDirectory).toList()) {
        directory.register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      }
    } catch (IOException | UncheckedIOException e) {
      // What cannot be watched is still polled, and reading it says what is wrong.
      LOG.debugf("%s: not all of it is watched: %s", folder, e.getMessage());
    }
  }

  /// Changes when any file does, and when a symbolic link leads elsewhere.
  private List<String> fingerprint() {
    var lines = new ArrayList<String>();
    try {
      for (Path file : ManifestPaths.list(folder)) {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        lines.add(
            file.toRealPath()
                + " "
                + attributes.fileKey()
                + " "
                + attributes.size()
                + " "
                + attributes.lastModifiedTime());
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
    return lines;
  }
}
