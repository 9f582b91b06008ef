// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.diagnosis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.file.JsonText;
import io.cgrant.file.YamlText;
import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/// The values of `--output`, named as people type them.
public enum DiagnosisFormat {
  text,
  json,
  yaml,
  junit;

  /// @param ansi whether to colour what is for people
  public void print(Diagnosis diagnosis, Ansi ansi, PrintWriter out) {
    switch (this) {
      case text -> new DiagnosisText(ansi, out).print(diagnosis);
      case json -> out.println(JsonText.pretty(tree(diagnosis)));
      case yaml -> out.print(YamlText.of(tree(diagnosis)));
      case junit -> DiagnosisJunit.print(diagnosis, out);
    }
  }

  /// `{findings: [{check, severity, where, what, why, fix}], unseen: []}`.
  private static ObjectNode tree(Diagnosis diagnosis) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode findings = tree.putArray("findings");
    for (Finding finding : diagnosis.findings()) {
      findings
          .addObject()
          .put("check", finding.concern().name())
          .put("severity", finding.severity().name())
          .put("where", finding.where())
          .put("what", finding.what())
          .put("why", finding.why())
          .put("fix", finding.fix());
    }
    ArrayNode unseen = tree.putArray("unseen");
    diagnosis.unseen().forEach(unseen::add);
    return tree;
  }
}
