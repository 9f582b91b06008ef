// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.NodeFacts.Kubelet;
import io.cgrant.file.Document;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.UnreadableFile;
import java.util.List;
import java.util.Optional;

/// Reads the configuration of the kubelet.
final class KubeletReader {

  private KubeletReader() {}

  /// @param paths where it can be; the first that is there counts
  static Optional<Kubelet> read(Rootfs root, List<String> paths) {
    for (String path : paths) {
      Optional<byte[]> bytes = root.bytes(path);
      if (bytes.isPresent()) {
        return parsed(root, path, bytes.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<Kubelet> parsed(Rootfs root, String path, byte[] bytes) {
    try {
      return ManifestFile.read(path, bytes).stream()
          .filter(document -> document.kind().equals("KubeletConfiguration"))
          .map(document -> new Kubelet(path, driver(document)))
          .findFirst();
    } catch (UnreadableFile e) {
      root.unseen().accept(path + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<CgroupDriver> driver(Document document) {
    JsonNode written = document.tree().path("cgroupDriver");
    return List.of(CgroupDriver.values()).stream()
        .filter(driver -> driver.name().equals(written.asText()))
        .findFirst();
  }
}
