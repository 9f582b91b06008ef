// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.cgrant.admission.Printable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Point;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Route;
import io.cgrant.policy.Transcript;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// For programs, as `docs/reference/explanation.md` describes it.
public final class ExplanationTree {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Explanation explained;
  private final Ask.Subject subject;

  private ExplanationTree(Explanation explained) {
    this.explained = explained;
    this.subject = explained.ask().subject();
  }

  public static ObjectNode of(Explanation explained) {
    try (var buffer = new TokenBuffer(MAPPER, false)) {
      write(explained, buffer);
      return MAPPER.readTree(buffer.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes the same, one part after the other, so that only one is in memory.
  ///
  /// @param out that has a codec
  public static void write(Explanation explained, JsonGenerator out) throws IOException {
    new ExplanationTree(explained).write(out);
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (var field : head().properties()) {
      out.writeFieldName(field.getKey());
      out.writeTree(field.getValue());
    }
    Optional<Transcript.Heard> heard = explained.transcript().hearing();
    if (heard.isPresent()) {
      array(out, "routes", heard.get().routes(), this::route);
      array(out, "floor", heard.get().floor(), this::point);
      array(out, "policies", heard.get().accounts(), this::account);
    }
    array(out, "notes", explained.remarks(), remark -> TextNode.valueOf(Printable.of(remark)));
    out.writeEndObject();
  }

  private static <T> void array(
      JsonGenerator out, String field, List<T> all, Function<T, JsonNode> tree) throws IOException {
    out.writeArrayFieldStart(field);
    for (T one : all) {
      out.writeTree(tree.apply(one));
    }
    out.writeEndArray();
  }

  /// What stands before any list that can be long.
  private ObjectNode head() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    text(tree, "source", explained.source());
    text(tree, "object", explained.object());
    text(tree, "verdict", explained.word());
    explained.granter().ifPresent(granter -> text(tree, "policy", granter));
    explained.undecided().ifPresent(why -> text(tree, "undecided", why));
    text(tree, "asks", explained.label());
    addition(tree);
    ArrayNode findings = tree.putArray("findings");
    for (Objection objection : explained.ofNoPolicy()) {
      findings.add(finding(objection.finding()));
    }
    return tree;
  }

  private void addition(ObjectNode tree) {
    if (explained.transcript().verdict() instanceof Verdict.Granted granted) {
      ObjectNode given = tree.putObject("given");
      granted.addition().runtimeClassName().ifPresent(c -> text(given, "runtimeClassName", c));
      granted.addition().hostUsers().ifPresent(h -> given.put("hostUsers", h));
    }
  }

  private ObjectNode route(Route route) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    text(tree, "route", route.name().name());
    text(tree, "path", subject.locate(route.path()));
    return tree;
  }

  private ObjectNode account(Transcript.Account account) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    text(tree, "policy", account.policy().name());
    tree.put("generation", account.policy().generation());
    text(tree, "enforcement", account.policy().enforcement().name());
    text(tree, "conclusion", account.conclusion().name());
    ArrayNode misses = tree.putArray("unmatched");
    account
        .misses()
        .forEach(miss -> misses.add(Printable.of("match." + miss.field() + ": " + miss.detail())));
    account
        .falseCondition()
        .ifPresent(
            c -> misses.add(Printable.of("match.conditions: \"" + c.name() + "\" is false")));
    ArrayNode requirements = tree.putArray("requirements");
    account.given().forEach(point -> requirements.add(point(point)));
    account.points().forEach(point -> requirements.add(point(point)));
    account.standing().forEach(point -> requirements.add(point(point)));
    return tree;
  }

  private ObjectNode point(Point point) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    text(tree, "name", point.requirement().name());
    field(point.requirement()).ifPresent(field -> text(tree, "field", field));
    text(tree, "result", point.result().name());
    point.waivedBy().ifPresent(exception -> exception(tree, exception));
    ArrayNode findings = tree.putArray("findings");
    point.findings().forEach(finding -> findings.add(finding(finding)));
    if (point.more() > 0) {
      tree.put("more", point.more());
    }
    return tree;
  }

  private static void exception(ObjectNode tree, PolicyException exception) {
    text(tree, "exception", exception.name());
    text(tree, "expires", exception.expires().toString());
  }

  /// Of the policy.
  private static Optional<String> field(Point.Requirement requirement) {
    return switch (requirement) {
      case Point.OfCheck(var check) -> Requirement.of(check).map(r -> "require." + r.name());
      case Point.OfRule rule -> Optional.of("require." + Requirement.rules);
      case Point.OfRoute route -> Optional.of("grant.routes");
      case Point.OfUnasked(var inquiry) -> Optional.of(inquiry.field());
      case Point.OfGrant grant -> Optional.empty();
      case Point.OfAsk ask -> Optional.empty();
    };
  }

  private ObjectNode finding(Finding finding) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    text(tree, "path", subject.locate(finding.path()));
    text(tree, "reason", finding.reason().name());
    text(tree, "detail", finding.detail());
    return tree;
  }

  private static void text(ObjectNode tree, String field, String value) {
    tree.put(field, Printable.of(value));
  }
}
