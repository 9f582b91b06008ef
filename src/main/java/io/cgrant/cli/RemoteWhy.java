// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cgrant.cli.explain.ExplanationFormat;
import io.cgrant.file.FileProblem;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/// `why`, where a cgrant that runs says it.
record RemoteWhy(RemoteServer server, WhySources sources) {

  private static final Set<String> WELL = Set.of("Granted", "NotAsked");

  ExitCode answer(List<String> targets, ExplanationFormat format, CommandSpec spec) {
    List<WhySources.Manifest> manifests = sources.manifests(targets);
    if (!sources.problems().isEmpty()) {
      sources.problems().stream()
          .map(FileProblem::sentence)
          .forEach(sentence -> Complaint.print(spec, sentence));
      return ExitCode.UNREADABLE_INPUT;
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (WhySources.Manifest manifest : manifests) {
      all.addAll(server.explain(manifest.source(), manifest.bytes(), sources.namespace("")));
    }
    format.print(all, spec.commandLine().getOut());
    return isWell(all) ? ExitCode.ALL_WELL : ExitCode.SOME_REFUSED;
  }

  private static boolean isWell(ArrayNode all) {
    for (JsonNode explained : all) {
      if (!WELL.contains(explained.path("verdict").asText())) {
        return false;
      }
    }
    return true;
  }
}
