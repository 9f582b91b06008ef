// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.file.Path;
import java.util.Map;

/// The image of the packaged cgrant, as `make image` writes it for this machine.
record BuiltImage(Path archive, OciArchive image) {

  static final Path FOLDER = Path.of("target/e2e/image").toAbsolutePath();

  private static BuiltImage first;

  /// Made and unpacked once for all tests.
  static synchronized BuiltImage ofThisRun() {
    if (first == null) {
      first = make();
      first.image().unpack(first.root());
    }
    return first;
  }

  static BuiltImage make() {
    Command.of("src/main/sh/image", "packaged").run().orThrow();
    return in(Path.of(""), "layout");
  }

  /// Of the same sources in another folder, by a Maven build of its own.
  static BuiltImage makeAnew() {
    Path folder = FOLDER.resolve("sources");
    Folders.delete(folder);
    Folders.create(folder);
    String copy =
        "git ls-files -z --cached --others --exclude-standard"
            + " | tar --create --null --files-from=- --ignore-failed-read | tar --extract --directory \"$0\"";
    Command.of("bash", "-c", "set -o pipefail; " + copy, folder.toString()).run().orThrow();
    Command.of(folder.resolve("src/main/sh/image").toString()).run().orThrow();
    return in(folder, "layout-anew");
  }

  private static BuiltImage in(Path sources, String layout) {
    Path archive = sources.resolve(Path.of("target/image", architecture(), "cgrant.oci.tar"));
    return new BuiltImage(archive, OciArchive.open(archive, FOLDER.resolve(layout)));
  }

  Path root() {
    return FOLDER.resolve("root");
  }

  ImageContainer container() {
    return new ImageContainer(root(), image.config().path("config"), Map.of(), Map.of());
  }

  /// As images name it.
  static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }
}
