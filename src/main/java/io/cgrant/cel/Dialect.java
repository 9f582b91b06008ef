// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import io.cgrant.policy.ExpressionCompiler.Compilation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The dialect of CEL that policies are written in: what Kubernetes adds to the language, as far as
/// it is of use for pods, and what keeps an expression cheap.
final class Dialect {

  /// The variables that Kubernetes gives a ValidatingAdmissionPolicy.
  static final String OBJECT = "object";

  static final String OLD_OBJECT = "oldObject";
  static final String REQUEST = "request";
  static final String NAMESPACE_OBJECT = "namespaceObject";

  /// More than the schema of a policy lets through; here for whoever comes another way.
  private static final int LONGEST = 8192;

  private static final int DEEPEST = 50;

  /// The effort of a request ends long before; here in case it is reckoned wrong.
  private static final int MOST_ITERATIONS = 20_000;

  /// How much of an expression a message quotes.
  private static final int QUOTED = 40;

  static final Set<String> WITH_PATTERN = Set.of("matches", "find", "findAll");

  static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(LONGEST)
          .maxParseRecursionDepth(DEEPEST)
          .maxRegexProgramSize(PatternBudget.LARGEST)
          .comprehensionMaxIterations(MOST_ITERATIONS)
          .build();

  static final dev.cel.compiler.CelCompiler COMPILER = compiler();
  private static final Planner PLANNER = planner();

  private Dialect() {}

  /// Compiles an expression, and loads what its evaluation needs.
  static Compilation compile(String text) {
    Compilation compilation = check(text);
    if (compilation instanceof Compilation.Compiled(CompiledExpression expression)) {
      expression.rehearse();
    }
    return compilation;
  }

  static Compilation check(String text) {
    try {
      CelAbstractSyntaxTree tree = COMPILER.compile(text).getAst();
      Optional<String> problem =
          wrongType(tree)
              .or(
                  () ->
                      Misuse.in(tree).map(m -> at(tree.getSource(), m.part(), m.problem(), text)));
      if (problem.isPresent()) {
        return new Compilation.Malformed(problem.get());
      }
      CelAbstractSyntaxTree rewritten = Rewriting.of(tree);
      return new Compilation.Compiled(
          new CompiledExpression(PLANNER.plan(rewritten), Costs.of(rewritten), text));
    } catch (CelValidationException e) {
      return new Compilation.Malformed(said(e.getErrors().getFirst(), text));
    } catch (CelEvaluationException e) {
      return new Compilation.Malformed(Words.of(e));
    }
  }

  private static dev.cel.compiler.CelCompiler compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addVar(OBJECT, SimpleType.DYN)
        .addVar(OLD_OBJECT, SimpleType.DYN)
        .addVar(REQUEST, SimpleType.DYN)
        .addVar(NAMESPACE_OBJECT, SimpleType.DYN)
        .addLibraries(
            CelExtensions.optional(),
            texts(),
            lists(),
            CelExtensions.sets(OPTIONS),
            CelExtensions.math(),
            CelExtensions.encoders(OPTIONS),
            CelExtensions.bindings(),
            CelExtensions.comprehensions())
        .addFunctionDeclarations(functions().map(KubernetesFunction::declaration).toList())
        .build();
  }

  private static Planner planner() {
    return new Planner(
        OPTIONS,
        CelStandardFunctions.newBuilder().excludeFunctions(StandardFunction.MATCHES).build(),
        List.of(
            CelExtensions.optional(),
            texts(),
            lists(),
            CelExtensions.sets(OPTIONS),
            CelExtensions.math(),
            CelExtensions.encoders(OPTIONS),
            CelExtensions.comprehensions()),
        ownFunctions());
  }

  static Map<String, List<CelFunctionBinding>> ownFunctions() {
    Map<String, List<CelFunctionBinding>> own =
        functions()
            .collect(
                Collectors.groupingBy(
                    function -> function.declaration().name(),
                    Collectors.mapping(KubernetesFunction::binding, Collectors.toList())));
    own.put("matches", List.of(TextFunctions.MATCHES));
    own.putAll(Rewriting.FUNCTIONS);
    return own;
  }

  private static Stream<KubernetesFunction> functions() {
    return Stream.of(QuantityFunctions.ALL, ListFunctions.ALL, TextFunctions.ALL)
        .flatMap(List::stream);
  }

  /// Without what can make a long text of two short ones; see [TextFunctions].
  private static CelStringExtensions texts() {
    return CelExtensions.strings(
        EnumSet.complementOf(
            EnumSet.of(CelStringExtensions.Function.REPLACE, CelStringExtensions.Function.JOIN)));
  }

  /// Without `lists.range`, which makes a list as long as a number says, and which Kubernetes does
  /// not have.
  private static CelListsExtensions lists() {
    return CelExtensions.lists(EnumSet.complementOf(EnumSet.of(CelListsExtensions.Function.RANGE)));
  }

  private static Optional<String> wrongType(CelAbstractSyntaxTree tree) {
    CelType type = tree.getResultType();
    // Fields of an object are of any type until it is there.
    return type.kind() == CelKind.BOOL || type.kind() == CelKind.DYN
        ? Optional.empty()
        : Optional.of("it gives " + CelTypes.format(type) + "; write one that gives true or false");
  }

  static CelExpr pattern(CelCall call) {
    return call.args().get(call.target().isPresent() ? 0 : 1);
  }

  private static String at(CelSource source, long id, String problem, String text) {
    CelSourceLocation place =
        Optional.ofNullable(source.getPositionsMap().get(id))
            .flatMap(source::getOffsetLocation)
            .orElse(CelSourceLocation.NONE);
    return placed(place, problem, text);
  }

  private static String said(CelIssue issue, String text) {
    CelSourceLocation place = issue.getSourceLocation();
    String message = issue.getMessage().replaceAll("\\s+", " ").strip();
    return placed(place, Mistake.told(message, restOfLine(place, text)), text);
  }

  private static String restOfLine(CelSourceLocation place, String text) {
    List<String> lines = text.lines().toList();
    boolean isThere = place.getLine() >= 1 && place.getLine() <= lines.size();
    String line = isThere ? lines.get(place.getLine() - 1) : "";
    return line.substring(Math.min(Math.max(0, place.getColumn()), line.length()));
  }

  /// As `line 1, column 7: problem, at "fragment"`.
  private static String placed(CelSourceLocation place, String problem, String text) {
    String told = Words.oneLine(problem);
    if (place.getLine() < 1) {
      return told;
    }
    String rest = restOfLine(place, text);
    String fragment = rest.length() > QUOTED ? rest.substring(0, QUOTED) + "…" : rest;
    return "line "
        + place.getLine()
        + ", column "
        + (Math.max(0, place.getColumn()) + 1)
        + ": "
        + told
        + (fragment.isEmpty() ? ", at the end" : ", at \"" + Words.oneLine(fragment) + "\"");
  }
}
