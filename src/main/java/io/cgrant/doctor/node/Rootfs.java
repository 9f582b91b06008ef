// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import io.cgrant.doctor.Glob;
import io.cgrant.doctor.NodeFacts.Program.Presence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The files of a node below a folder. A link is followed as the node would follow it: an absolute
/// one begins at that folder again.
///
/// @param unseen hears of what is there and cannot be read, in a sentence
record Rootfs(Path root, Consumer<String> unseen) {

  private static final int MOST_LINKS = 40;
  private static final int MOST_FILES = 1_000;

  /// Of a configuration; far above any.
  static final int MOST_BYTES = 4 * 1024 * 1024;

  /// The same path in the shortest way to write it, links aside.
  static String plain(String path) {
    Deque<String> done = new ArrayDeque<>();
    for (String name : names(path)) {
      if (name.equals("..")) {
        done.pollLast();
      } else {
        done.add(name);
      }
    }
    return "/" + String.join("/", done);
  }

  /// Where a path of the node is here; empty where nothing is.
  Optional<Path> find(String path) {
    // No file of any node is called so, and Java refuses to look.
    if (path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Deque<String> left = new ArrayDeque<>(names(path));
    Deque<String> done = new ArrayDeque<>();
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.equals("..")) {
        done.pollLast();
        continue;
      }
      Path here = at(done).resolve(name);
      if (!Files.isSymbolicLink(here)) {
        done.add(name);
        continue;
      }
      Optional<String> target = target(here);
      links++;
      if (target.isEmpty() || links > MOST_LINKS) {
        return Optional.empty();
      }
      if (target.get().startsWith("/")) {
        done.clear();
      }
      names(target.get()).reversed().forEach(left::push);
    }
    return there(path, at(done));
  }

  /// Nobody takes what may not be looked at for what is not there.
  private Optional<Path> there(String path, Path found) {
    try {
      Files.readAttributes(found, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(found);
    } catch (AccessDeniedException e) {
      unseen.accept(path + " cannot be looked at: permission denied");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<String> names(String path) {
    return Stream.of(path.split("/")).filter(n -> !n.isEmpty() && !n.equals(".")).toList();
  }

  private Path at(Deque<String> names) {
    return root.resolve(String.join("/", names));
  }

  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean isFolder(String path) {
    return find(path).filter(Files::isDirectory).isPresent();
  }

  /// Where a link leads, as it is written; empty where it is none.
  Optional<String> linked(String path) {
    int slash = path.lastIndexOf('/');
    return new Rootfs(root, said -> {})
        .find(path.substring(0, slash))
        .map(folder -> folder.resolve(path.substring(slash + 1)))
        .filter(Files::isSymbolicLink)
        .flatMap(Rootfs::target);
  }

  /// What was seen, and whether all of it was: what was not is told.
  record Sight<T>(T seen, boolean isWhole) {}

  /// So that nobody takes what may not be looked at for what is not there.
  <T> Sight<T> look(Function<Rootfs, T> at) {
    var told = new ArrayList<String>();
    T seen = at.apply(new Rootfs(root, told::add));
    told.forEach(unseen);
    return new Sight<>(seen, told.isEmpty());
  }

  /// The same files, for somebody who has to hear too that something is unseen.
  Rootfs noting(Runnable heard) {
    return new Rootfs(
        root,
        said -> {
          heard.run();
          unseen.accept(said);
        });
  }

  /// Where nobody may look, that is told.
  Presence presence(String path) {
    Sight<Optional<Path>> found = look(files -> files.find(path));
    if (found.seen().isPresent()) {
      return Presence.There;
    }
    return found.isWhole() ? Presence.Absent : Presence.Unseen;
  }

  /// The text of a small file; empty where there is none, or it cannot be read, which is told.
  Optional<String> text(String path) {
    return bytes(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /// The same of one that has to be a file: something else of its name is told too.
  Optional<String> file(String path) {
    Optional<String> text = text(path);
    if (text.isEmpty() && find(path).filter(found -> !Files.isRegularFile(found)).isPresent()) {
      unseen.accept(path + " is no file, and was not read");
    }
    return text;
  }

  Optional<byte[]> bytes(String path) {
    // How one says that a file is empty, also where the node's /dev is not to be seen.
    if (linked(path).filter("/dev/null"::equals).isPresent()) {
      return Optional.of(new byte[0]);
    }
    return find(path).filter(Files::isRegularFile).flatMap(found -> bytes(path, found));
  }

  private Optional<byte[]> bytes(String path, Path found) {
    try (InputStream in = Files.newInputStream(found, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        unseen.accept(
            path + " is larger than " + MOST_BYTES / 1024 / 1024 + " MiB, and was not read");
        return Optional.empty();
      }
      return Optional.of(bytes);
    } catch (IOException e) {
      unseen.accept(path + " cannot be read: " + reason(e));
      return Optional.empty();
    }
  }

  /// Each line of a file of any length; none where it cannot be read, which is told.
  void lines(String path, Consumer<String> each) {
    Optional<Path> found = find(path).filter(Files::isRegularFile);
    if (found.isEmpty()) {
      return;
    }
    try (Stream<String> lines = Files.lines(found.get(), StandardCharsets.ISO_8859_1)) {
      lines.forEach(each);
    } catch (IOException | java.io.UncheckedIOException e) {
      unseen.accept(path + " cannot be read: " + e.getMessage());
    }
  }

  /// The names in a folder, sorted; none where there is no folder, or it cannot be read, which is
  /// told.
  List<String> names(String folder, String ending) {
    return names(folder, (String name) -> name.endsWith(ending)).stream()
        .limit(MOST_FILES)
        .toList();
  }

  /// The names in a folder that are numbers, as of processes.
  List<String> numbers(String folder) {
    return names(folder, name -> name.matches("[0-9]+"));
  }

  /// Paths that are there and match a pattern, as Go's `filepath.Glob` finds them.
  ///
  /// @param pattern from the root on, with `*` or `?` in it, and nothing else that is special
  List<String> matching(String pattern) {
    int wild = pattern.replace('?', '*').indexOf('*');
    int slash = pattern.lastIndexOf('/', wild);
    List<String> found = List.of(pattern.substring(0, slash));
    for (String part : names(pattern.substring(slash))) {
      found =
          found.stream()
              .flatMap(
                  folder ->
                      names(folder, (String name) -> Glob.matches(part, name)).stream()
                          .map(name -> folder + "/" + name))
              .limit(MOST_FILES)
              .toList();
    }
    return found;
  }

  private List<String> names(String folder, Predicate<String> wanted) {
    Optional<Path> found = find(folder).filter(Files::isDirectory);
    if (found.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(found.get())) {
      return files.map(file -> file.getFileName().toString()).filter(wanted).sorted().toList();
    } catch (IOException e) {
      unseen.accept(folder + " cannot be listed: " + reason(e));
      return List.of();
    }
  }

  /// The text of a file that may be gone by now, which is nothing to tell.
  Optional<String> fleeting(String path) {
    return new Rootfs(root, said -> {}).text(path);
  }

  /// When it was last written, replaced, or had its owner or mode changed.
  Optional<Instant> changed(String path) {
    try {
      Optional<Path> found = find(path);
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(((FileTime) Files.getAttribute(found.get(), "unix:ctime")).toInstant());
    } catch (IOException e) {
      unseen.accept(path + " cannot be looked at: " + reason(e));
      return Optional.empty();
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
