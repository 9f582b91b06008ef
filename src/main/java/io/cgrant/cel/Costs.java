// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which parts of an expression cost more than the step that each takes.
final class Costs {

  sealed interface Extra {
    /// One round of a loop: where its body fails, CEL goes on after making an exception.
    record Round() implements Extra {}

    /// `||` or `&&`: each side may have failed, and an exception been made of it, in vain.
    record Junction() implements Extra {}

    /// What a loop comes to in a round: an error does not end it, a later round may.
    record Step() implements Extra {}

    /// A value that is compared with another to its last leaf.
    record Depth() implements Extra {}

    /// Where something is looked for: a list is compared to its last leaf, of a map one key is
    /// asked.
    record Searched() implements Extra {}

    /// A list of which each entry is compared with each.
    record Square() implements Extra {}

    /// Where a text is looked for, or as [Square].
    record Haystack() implements Extra {}

    /// A text that is looked for, at each place of the other at worst.
    ///
    /// @param haystack the ID of the part that yields the other
    record Needle(int haystack) implements Extra {}

    /// A text on which a pattern is tried.
    ///
    /// @param size of the pattern, in compiled instructions: so many are tried at each place at
    ///     worst
    record Subject(int size) implements Extra {}

    /// A value that is gone through, or written into a message where the function fails.
    record Whole() implements Extra {}

    /// A value that is written into a message where it is no optional.
    record Maybe() implements Extra {}

    /// What a loop puts into the map that it makes, which is written into a message where it cannot
    /// be put there.
    record Inserted() implements Extra {}

    /// A key of a map, or an index.
    record Key() implements Extra {}
  }

  private static final Extra ROUND = new Extra.Round();
  private static final Extra JUNCTION = new Extra.Junction();
  private static final Extra STEP = new Extra.Step();
  private static final Extra DEPTH = new Extra.Depth();
  private static final Extra SEARCHED = new Extra.Searched();
  private static final Extra SQUARE = new Extra.Square();
  private static final Extra HAYSTACK = new Extra.Haystack();
  private static final Extra WHOLE = new Extra.Whole();
  private static final Extra MAYBE = new Extra.Maybe();
  private static final Extra INSERTED = new Extra.Inserted();
  private static final Extra KEY = new Extra.Key();

  private static final Set<String> COMPARING = Set.of("_==_", "_!=_");
  private static final String IN = "@in";
  private static final Set<String> JOINING = Set.of("_||_", "_&&_");

  /// Of what yields true or false, no other costs more than [Extra.Junction].
  private static final Set<Extra> BEFORE_JUNCTION = Set.of(ROUND, STEP, INSERTED);

  private static final Set<String> COMPARING_EACH =
      Set.of("sets.contains", "sets.equivalent", "sets.intersects", "distinct", "sort");

  /// Of lists, the second and third compare each, too.
  private static final Set<String> SEEKING =
      Set.of("contains", "indexOf", "lastIndexOf", "replace", "split");

  private static final String INDEX = "_[_]";
  static final Set<String> INDEXING = Set.of(INDEX, "_[?_]");
  private static final String CONDITIONAL = "_?_:_";

  /// They look at no more than the first layer of what they are given, and fail for none of it.
  private static final Set<String> SHALLOW =
      Set.of(
          "_+_",
          "size",
          "dyn",
          "or",
          "orValue",
          "optional.of",
          "@not_strictly_false",
          Rewriting.OPTIONAL_SELECT,
          Rewriting.HOLD);

  private static final Set<String> UNWRAPPING = Set.of("hasValue", "value");

  private static final String INSERTING = "cel.@mapInsert";

  /// What they yield was there before, or is not done until the loop is.
  private static final Set<String> YIELDING =
      Set.of(
          INDEX,
          "_[?_]",
          CONDITIONAL,
          "dyn",
          "or",
          "orValue",
          "value",
          INSERTING,
          Rewriting.OPTIONAL_SELECT);

  /// Looked up for each part that is evaluated: an array, as the parser counts IDs from 1.
  private final Extra[] byId;

  private Costs(Extra[] byId) {
    this.byId = byId;
  }

  static Costs of(CelAbstractSyntaxTree tree) {
    var byId = new HashMap<Long, Extra>();
    List<CelExpr> parts =
        CelNavigableAst.fromAst(tree).getRoot().allNodes().map(CelNavigableExpr::expr).toList();
    parts.forEach(part -> add(byId, part));
    parts.stream()
        .filter(Costs::joins)
        .filter(part -> !BEFORE_JUNCTION.contains(byId.getOrDefault(part.id(), JUNCTION)))
        .forEach(part -> byId.put(part.id(), JUNCTION));
    int last = byId.keySet().stream().mapToInt(Math::toIntExact).max().orElse(0);
    var extras = new Extra[last + 1];
    byId.forEach((id, extra) -> extras[Math.toIntExact(id)] = extra);
    return new Costs(extras);
  }

  private static void add(Map<Long, Extra> byId, CelExpr part) {
    switch (part.getKind()) {
      case COMPREHENSION -> {
        byId.put(part.comprehension().loopCondition().id(), ROUND);
        byId.put(part.comprehension().loopStep().id(), STEP);
      }
      case CALL -> add(byId, part.call());
      case LIST -> {
        List<CelExpr> entries = part.list().elements();
        part.list().optionalIndices().forEach(i -> byId.put(entries.get(i).id(), MAYBE));
      }
      case MAP -> part.map().entries().forEach(entry -> add(byId, entry));
      default -> {}
    }
  }

  private static void add(Map<Long, Extra> byId, CelMap.Entry entry) {
    byId.put(entry.key().id(), KEY);
    if (entry.optionalEntry()) {
      byId.put(entry.value().id(), MAYBE);
    }
  }

  private static void add(Map<Long, Extra> byId, CelCall call) {
    String function = call.function();
    List<CelExpr> args = call.args();
    if (COMPARING.contains(function)) {
      args.forEach(argument -> byId.put(argument.id(), DEPTH));
    } else if (function.equals(IN)) {
      byId.put(args.getFirst().id(), DEPTH);
      byId.put(args.getLast().id(), SEARCHED);
    } else if (COMPARING_EACH.contains(function)) {
      args.forEach(argument -> byId.put(argument.id(), SQUARE));
      call.target().ifPresent(target -> byId.put(target.id(), SQUARE));
    } else if (SEEKING.contains(function) && call.target().isPresent()) {
      long haystack = call.target().get().id();
      byId.put(haystack, HAYSTACK);
      byId.put(args.getFirst().id(), new Extra.Needle(Math.toIntExact(haystack)));
    } else if (Dialect.WITH_PATTERN.contains(function)) {
      CelExpr subject = call.target().orElseGet(args::getFirst);
      byId.put(subject.id(), new Extra.Subject(patternOf(call).programSize()));
    } else if (INDEXING.contains(function)) {
      byId.put(args.getLast().id(), KEY);
    } else if (function.equals(CONDITIONAL)) {
      byId.put(args.getFirst().id(), WHOLE);
    } else if (UNWRAPPING.contains(function)) {
      call.target().ifPresent(target -> byId.put(target.id(), MAYBE));
    } else if (function.equals(INSERTING)) {
      args.stream().skip(1).forEach(inserted -> byId.put(inserted.id(), INSERTED));
    } else if (!SHALLOW.contains(function)) {
      args.forEach(argument -> byId.put(argument.id(), WHOLE));
      call.target().ifPresent(target -> byId.put(target.id(), WHOLE));
    }
  }

  private static boolean joins(CelExpr part) {
    return part.getKind() == CelExpr.ExprKind.Kind.CALL && JOINING.contains(part.call().function());
  }

  private static Pattern patternOf(CelCall call) {
    return Pattern.compile(Dialect.pattern(call).constant().stringValue());
  }

  /// Whether the part makes the list or the map that it yields.
  static boolean makes(CelExpr part) {
    return switch (part.getKind()) {
      case LIST, MAP, STRUCT, COMPREHENSION -> true;
      case CALL -> !YIELDING.contains(part.call().function());
      case NOT_SET, CONSTANT, IDENT, SELECT -> false;
    };
  }

  /// Null for most.
  Extra of(CelExpr part) {
    long id = part.id();
    return id < byId.length ? byId[(int) id] : null;
  }

  /// One more than the largest ID of a part with an [Extra].
  int end() {
    return byId.length;
  }
}
