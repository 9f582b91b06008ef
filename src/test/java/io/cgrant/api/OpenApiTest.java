// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.docs.GeneratedFile;
import io.cgrant.drift.Cause;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Outcome;
import io.cgrant.policy.Point;
import io.cgrant.policy.Route;
import io.cgrant.policy.Transcript;
import io.cgrant.policy.check.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The description of the HTTP API: written from a text with the words of the code in it, once for
/// the reader and once to be served.
final class OpenApiTest {

  private static final Path PAGE = Path.of("docs/reference/openapi.yaml");
  private static final Path SERVED = Path.of("src/main/resources/io/cgrant/api/openapi.yaml");

  @Test
  @Tag("generated")
  void theDocumentHasTheWordsOfTheCode() {
    String text =
        OpenApiText.TEXT
            .replace("$LARGEST_BODY", Integer.toString(ExplainResponder.BOUNDS.bytes()))
            .replace("$MOST_VALUES", Integer.toString(ExplainResponder.BOUNDS.values()))
            .replace("$MOST_TEXT", Integer.toString(ExplainResponder.BOUNDS.text()))
            .replace("$LARGEST_ANSWER", Integer.toString(ExplainResponder.LARGEST_ANSWER))
            .replace("$MOST_FINDINGS", Integer.toString(Explainer.MOST_FINDINGS))
            .replace("$MOST_CHARACTERS", Integer.toString(Explainer.MOST_CHARACTERS))
            .replace("$MOST_PAIRS", Integer.toString(ExplainResponder.MOST_PAIRS))
            .replace("$MOST_NAMESPACES", Integer.toString(ExplainResponder.MOST_NAMESPACES))
            .replace("$VERDICTS", words(Outcome.values()))
            .replace("$RESULTS", words(Point.Result.values()))
            .replace("$CONCLUSIONS", words(Transcript.Conclusion.values()))
            .replace("$ENFORCEMENTS", words(Enforcement.values()))
            .replace("$ROUTES", words(Route.Name.values()))
            .replace("$CAUSES", words(Cause.values()))
            .replace("$OUTCOMES", outcomes())
            .replace("$REASONS", words(Reason.values()));
    assertFalse(text.contains(": $"), text);
    GeneratedFile.verify(PAGE, text);
    GeneratedFile.verify(SERVED, text);
  }

  @Test
  void everyRouteIsThereWithItsMethodAndItsParameters() {
    JsonNode paths = OpenApi.document().get("paths");
    var written = new TreeSet<String>();
    for (var path : paths.properties()) {
      for (var method : path.getValue().properties()) {
        var parameters = new TreeSet<String>();
        for (JsonNode parameter : method.getValue().path("parameters")) {
          JsonNode whole = OpenApi.resolved(parameter);
          if (whole.get("in").asText().equals("query")) {
            parameters.add(whole.get("name").asText());
          }
        }
        written.add(method.getKey().toUpperCase() + " " + path.getKey() + " " + parameters);
      }
    }
    var routes = new TreeSet<String>();
    for (ApiRoute route : ApiRoute.values()) {
      routes.add(route.method() + " " + route.path() + " " + new TreeSet<>(route.parameters()));
    }
    assertEquals(routes, written);
  }

  @Test
  void nobodyIsAnsweredAnonymously() {
    JsonNode document = OpenApi.document();
    assertEquals("[{\"token\":[]}]", document.get("security").toString());
    assertEquals("bearer", document.at("/components/securitySchemes/token/scheme").asText());
    document
        .get("paths")
        .forEach(path -> path.forEach(method -> assertFalse(method.has("security"))));
  }

  @Test
  void whatItDoesNotKnowIsRefusedByItsSchemas() throws Exception {
    var json = new ObjectMapper();
    assertEquals(
        Set.of(), OpenApi.problems("/openapi", 401, json.readTree(problem("\"status\":401"))));
    assertFalse(
        OpenApi.problems("/openapi", 401, json.readTree(problem("\"status\":401,\"x\":1")))
            .isEmpty());
  }

  private static String problem(String more) {
    return "{\"title\":\"Unauthorized\",\"reason\":\"NotAuthenticated\",\"detail\":\"d\","
        + more
        + "}";
  }

  private static String outcomes() {
    List<String> all =
        Stream.of(ApiOutcome.values())
            .filter(outcome -> outcome != ApiOutcome.Answered)
            .map(Enum::name)
            .toList();
    return "[" + String.join(", ", all) + "]";
  }

  private static String words(Enum<?>[] values) {
    return "[" + String.join(", ", Stream.of(values).map(Enum::name).toList()) + "]";
  }
}
