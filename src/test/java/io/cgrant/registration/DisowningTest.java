// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DisowningTest {

  @Test
  void everyEntryOfTheManagerGoesAndNoOther() throws IOException {
    JsonNode object =
        json(
            """
            {"metadata": {"resourceVersion": "7", "managedFields": [
              {"manager": "mine", "operation": "Apply"}, {"manager": "helm", "operation": "Apply"},
              {"manager": "mine", "operation": "Update"}]}}
            """);
    assertEquals(
        json(
            """
            [{"op": "remove", "path": "/metadata/managedFields/2"},
             {"op": "remove", "path": "/metadata/managedFields/0"},
             {"op": "replace", "path": "/metadata/resourceVersion", "value": "7"}]
            """),
        Disowning.patch(object, "mine"));
    assertEquals(json("[]"), Disowning.patch(object, "others"));
    assertEquals(json("[]"), Disowning.patch(json("{}"), "mine"));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
