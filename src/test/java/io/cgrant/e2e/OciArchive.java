// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// An OCI image layout in a tar with one image, as a registry or a container runtime reads it:
/// every blob is held against its digest.
///
/// @param layout where the archive was unpacked
record OciArchive(Path layout, String digest, JsonNode manifest, JsonNode config) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param folder to unpack the archive to; what is there goes
  static OciArchive open(Path archive, Path folder) {
    Folders.delete(folder);
    try (var tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        write(tar, entry, folder);
      }
      JsonNode manifests = JSON.readTree(folder.resolve("index.json").toFile()).path("manifests");
      if (manifests.size() != 1) {
        throw new AssertionError("not one image: " + manifests);
      }
      String digest = manifests.path(0).path("digest").asText();
      JsonNode manifest = JSON.readTree(blob(folder, digest).toFile());
      String config = manifest.at("/config/digest").asText();
      return new OciArchive(folder, digest, manifest, JSON.readTree(blob(folder, config).toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every file, in the order in which they are unpacked.
  List<TarArchiveEntry> files() {
    var files = new ArrayList<TarArchiveEntry>();
    forEachFile((tar, entry) -> files.add(entry));
    return files;
  }

  void unpack(Path root) {
    Folders.delete(root);
    forEachFile((tar, entry) -> write(tar, entry, root));
  }

  private void forEachFile(EachFile each) {
    for (int i = 0; i < manifest.path("layers").size(); i++) {
      String digest = manifest.path("layers").path(i).path("digest").asText();
      var hash = sha256();
      try (var file = new BufferedInputStream(Files.newInputStream(blob(layout, digest)));
          var unzipped = new DigestInputStream(new GZIPInputStream(file, 1 << 16), hash);
          var tar = new TarArchiveInputStream(unzipped)) {
        for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
          if (Path.of(entry.getName()).getFileName().toString().startsWith(".wh.")) {
            throw new AssertionError("a layer takes something away: " + entry.getName());
          }
          each.accept(tar, entry);
        }
        unzipped.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      check(config.at("/rootfs/diff_ids").path(i).asText(), hash);
    }
  }

  private interface EachFile {
    void accept(InputStream content, TarArchiveEntry entry) throws IOException;
  }

  private static void write(InputStream content, TarArchiveEntry entry, Path root)
      throws IOException {
    Path path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new AssertionError("leads out of the image: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    } else {
      Files.createDirectories(path.getParent());
      Files.copy(content, path);
    }
    var letters = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      letters.append((entry.getMode() >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(letters.toString()));
    // The archive of classes compares it.
    Files.setLastModifiedTime(path, entry.getLastModifiedTime());
  }

  private static Path blob(Path layout, String digest) throws IOException {
    Path blob = layout.resolve("blobs").resolve(digest.replace(':', '/'));
    var hash = sha256();
    try (var in = new DigestInputStream(Files.newInputStream(blob), hash)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    check(digest, hash);
    return blob;
  }

  private static void check(String digest, MessageDigest hash) {
    String found = "sha256:" + HexFormat.of().formatHex(hash.digest());
    if (!found.equals(digest)) {
      throw new AssertionError(found + " is stored as " + digest);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
