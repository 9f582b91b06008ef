// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docker build` and `make image` say the same of how the image is run.
class ContainerfileTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void saysWhatConfigJsonSays() throws IOException {
    JsonNode config = JSON.readTree(Path.of("src/main/image/config.json").toFile());
    assertEquals(config, lastStage(Files.readAllLines(Path.of("Containerfile"))));
  }

  private static JsonNode lastStage(List<String> lines) throws IOException {
    ObjectNode config = JSON.createObjectNode();
    for (String line : lines.subList(lines.indexOf("FROM scratch"), lines.size())) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "USER" -> config.put("User", words[1]);
        case "WORKDIR" -> config.put("WorkingDir", words[1]);
        case "ENTRYPOINT" -> config.set("Entrypoint", JSON.readTree(words[1]));
        case "CMD" -> config.set("Cmd", JSON.readTree(words[1]));
        case "ENV" -> config.withArray("Env").add(words[1]);
        case "EXPOSE" -> config.withObject("ExposedPorts").putObject(words[1]);
        case "LABEL" -> label(config.withObject("Labels"), words[1].split("=", 2));
        default -> {}
      }
    }
    return config;
  }

  /// Those of the build are known when it runs, and in no file.
  private static void label(ObjectNode labels, String[] parts) throws IOException {
    String value = JSON.readValue(parts[1], String.class);
    if (!value.startsWith("$")) {
      labels.put(parts[0], value);
    }
  }
}
