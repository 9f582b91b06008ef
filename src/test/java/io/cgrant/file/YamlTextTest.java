// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class YamlTextTest {

  @Test
  void isReadBackAsItWas() throws Exception {
    JsonNode tree =
        new JsonMapper()
            .readTree(
                """
                {"apiVersion": "v1", "kind": "Pod", "yes": "y", "on": true, "n": null, "i": 8,
                 "octal": "010", "empty": "", "tilde": "~", "date": "2026-11-24", "lines": "a\\nb\\n",
                 "broken": "a\\nb", "colon": "a: b", "hash": "a #b", "list": [[], {}, [1.5, "1.5"]]}
                """);
    String yaml = YamlText.of(tree);
    Document read = ManifestFile.read("a.yaml", yaml.getBytes(StandardCharsets.UTF_8)).getFirst();
    assertEquals(tree.toString(), read.tree().toString());
  }
}
