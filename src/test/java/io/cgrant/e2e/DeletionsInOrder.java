// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What was deleted, in the order of the API server's audit log.
final class DeletionsInOrder {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DeletionsInOrder() {}

  /// The kinds, as `deployments`, of what an administrator deleted of the chart's.
  static List<String> of(Path auditLog) {
    try {
      var deleted = new ArrayList<String>();
      for (String line : Folders.lines(auditLog)) {
        JsonNode entry = JSON.readTree(line);
        JsonNode object = entry.path("objectRef");
        boolean isOurs = object.path("name").asText().matches("cg(rant|roup-writable).*");
        boolean byController = entry.at("/user/username").asText().startsWith("system:");
        if (entry.path("verb").asText().equals("delete") && isOurs && !byController) {
          deleted.add(object.path("resource").asText());
        }
      }
      return deleted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
