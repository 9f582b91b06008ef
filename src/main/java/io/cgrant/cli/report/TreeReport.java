// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.file.YamlText;
import java.io.PrintWriter;

/// For programs: an array of `{file, line, object, verdict, policy, findings}`.
record TreeReport(Notation notation) implements Report {

  enum Notation {
    JSON,
    YAML
  }

  @Override
  public void print(Results results, PrintWriter out) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    results.judgements().forEach(judgement -> array.add(tree(judgement)));
    switch (notation) {
      case JSON -> out.println(pretty(array));
      case YAML -> out.print(YamlText.of(array));
    }
  }

  static String pretty(JsonNode tree) {
    return tree.toPrettyString();
  }

  private static ObjectNode tree(Judgement judgement) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("file", judgement.document().file());
    tree.put("line", judgement.document().line());
    tree.put("object", judgement.object());
    tree.put("verdict", judgement.word());
    tree.put("policy", judgement.policy().orElse(null));
    ArrayNode findings = tree.putArray("findings");
    judgement.findings().forEach(finding -> findings.add(tree(finding)));
    return tree;
  }

  private static ObjectNode tree(LocatedFinding finding) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    finding.policy().ifPresent(policy -> tree.put("policy", policy));
    tree.put("path", finding.path());
    tree.put("line", finding.line());
    tree.put("reason", finding.reason());
    tree.put("detail", finding.detail());
    return tree;
  }
}
