// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.e2e.node.Node.Kind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/// Gives tests the [Node] in namespaces, with [Emulated] the virtual machine, or one with [Crio].
/// Each is started once for all tests of a run; JUnit stops them after the last. Where a machine
/// cannot be such a node, the test is disabled aloud.
///
/// What is emulated or [OfSources] takes minutes, so it is left out, aloud too, without
/// `-Dcgrant.e2e.nodes=all`, as `make node-matrix` says. The virtual machine alone runs without
/// that, where there can be no node in namespaces; and in CI for what that one cannot show.
public final class NodesExtension implements ParameterResolver, ExecutionCondition {

  private static final boolean ARE_ALL_WANTED =
      System.getProperty("cgrant.e2e.nodes", "").equals("all");

  /// `-Dcgrant.e2e.containerd=2.4` takes another containerd than Debian's for the node in
  /// namespaces.
  private static final List<String> CONTAINERD =
      Optional.ofNullable(System.getProperty("cgrant.e2e.containerd")).stream()
          .map(version -> "--containerd=" + version)
          .toList();

  private static final boolean IS_CI = System.getenv().containsKey("CI");

  /// Asks for the virtual machine.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  public @interface Emulated {
    Proof value() default Proof.OneOfMany;
  }

  /// How much depends on a test.
  public enum Proof {
    /// Others show the like on a node that takes no minutes.
    OneOfMany,
    /// Where no node in namespaces can show it, nothing else does.
    TheOnlyOne
  }

  /// Of a test with programs that are built of their sources for it.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  public @interface OfSources {
    /// What is not shown without it.
    String shows();
  }

  /// Asks for CRI-O in the place of containerd, built of its sources.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  public @interface Crio {
    /// A folder of `e2e/node/crio`.
    String value();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Node.class;
  }

  @Override
  public Node resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Attempt attempt = nodes(context).attempt(Wanted.by(parameter.getParameter()));
    return attempt
        .node()
        .orElseThrow(() -> new IllegalStateException("no node", attempt.failure().get()));
  }

  /// Here and not where a node is given: a test that is aborted there has failed.
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<OfSources> sources =
        AnnotationSupport.findAnnotation(context.getElement(), OfSources.class);
    if (sources.isPresent() && !ARE_ALL_WANTED) {
      return disabled(context, sources.get().shows(), NodeChoice.LEFT_OUT);
    }
    var choice =
        new NodeChoice(
            IS_CI,
            ARE_ALL_WANTED,
            node -> nodes(context).attempt(node).cannot().map(CannotRunHere::getMessage),
            () -> hasAllOfANode(nodes(context).attempt(Wanted.NAMESPACES)));
    for (Parameter parameter : asking(context)) {
      Wanted node = Wanted.by(parameter);
      switch (choice.of(node, proof(parameter))) {
        case NodeChoice.Outcome.Runs runs -> {}
        case NodeChoice.Outcome.NotRun(String why) -> {
          return disabled(context, node.shows() + " (" + node.name() + ")", why);
        }
        case NodeChoice.Outcome.Fails(String why) ->
            throw new IllegalStateException(node.name() + " does not run here: " + why);
      }
    }
    return ConditionEvaluationResult.enabled(null);
  }

  private static Proof proof(Parameter parameter) {
    Emulated emulated = parameter.getAnnotation(Emulated.class);
    return emulated == null ? Proof.OneOfMany : emulated.value();
  }

  /// One that failed has not, and fails whoever asks for it.
  private static boolean hasAllOfANode(Attempt namespaces) {
    return namespaces.node().filter(node -> node.hasControllers() && node.delegates()).isPresent();
  }

  private static ConditionEvaluationResult disabled(
      ExtensionContext context, String shows, String why) {
    String test = context.getRequiredTestClass().getSimpleName();
    String method = context.getTestMethod().map(m -> "." + m.getName()).orElse("");
    say("NOT RUN: " + test + method + ". Not shown here: " + shows + ". Why: " + why);
    return ConditionEvaluationResult.disabled(why);
  }

  /// By a test, or by what a class does before all of them.
  private static List<Parameter> asking(ExtensionContext context) {
    Stream<Method> methods =
        context.getTestMethod().isPresent()
            ? context.getTestMethod().stream()
            : Stream.of(context.getRequiredTestClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(BeforeAll.class));
    return methods
        .flatMap(method -> Stream.of(method.getParameters()))
        .filter(parameter -> parameter.getType() == Node.class)
        .toList();
  }

  static Nodes nodes(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL)
        .computeIfAbsent(Nodes.class, type -> new Nodes(), Nodes.class);
  }

  /// Ends a test aloud that a node that runs cannot show.
  static void notShownHere(String shows, String why) {
    say("NOT RUN. Not shown here: " + shows + ". Why: " + why);
    throw new TestAbortedException(why);
  }

  /// Of what has to be shown somewhere. Where all nodes are wanted, one of them shows it or fails.
  static void failInCi(String why) {
    if (IS_CI && !ARE_ALL_WANTED) {
      throw new AssertionError(why);
    }
  }

  static void say(String text) {
    System.err.println("[node] " + text);
  }

  /// A node that a test asks for.
  ///
  /// @param crio its version; empty for containerd
  record Wanted(Kind kind, Optional<String> crio) {

    static final Wanted NAMESPACES = new Wanted(Kind.Namespaces, Optional.empty());
    static final Wanted MACHINE = new Wanted(Kind.Machine, Optional.empty());

    static Wanted by(Parameter parameter) {
      Kind kind = parameter.isAnnotationPresent(Emulated.class) ? Kind.Machine : Kind.Namespaces;
      return new Wanted(
          kind, Optional.ofNullable(parameter.getAnnotation(Crio.class)).map(Crio::value));
    }

    Node start() {
      return Node.start(kind, options());
    }

    private List<String> options() {
      return crio.map(version -> List.of("--crio=" + version))
          .orElse(kind == Kind.Namespaces ? CONTAINERD : List.of());
    }

    String name() {
      return kind + crio.map(v -> " with CRI-O " + v).orElse("");
    }

    String shows() {
      if (crio.isPresent()) {
        return "what CRI-O makes of our drop-ins, its annotation and entrypoints";
      }
      return switch (kind) {
        case Namespaces -> "that a grant is real, bounded and nobody's way out, on this kernel";
        case Machine -> "that limits hold for children, nsdelegate, and systemd as the driver";
      };
    }
  }

  /// Starting is tried once: what failed for the first test would fail for all of them, slowly.
  record Attempt(Optional<Node> node, Optional<CannotRunHere> cannot, Optional<Throwable> failure) {

    static Attempt made(Wanted node) {
      try {
        return new Attempt(Optional.of(node.start()), Optional.empty(), Optional.empty());
      } catch (CannotRunHere e) {
        return new Attempt(Optional.empty(), Optional.of(e), Optional.empty());
      } catch (RuntimeException e) {
        return new Attempt(Optional.empty(), Optional.empty(), Optional.of(e));
      }
    }
  }

  /// Those of a run.
  static final class Nodes implements AutoCloseable {

    private final Map<Wanted, CompletableFuture<Attempt>> attempts = new ConcurrentHashMap<>();

    /// The virtual machine boots while the tests in namespaces run.
    Attempt attempt(Wanted node) {
      if (ARE_ALL_WANTED) {
        var unused = begun(Wanted.MACHINE);
      }
      return begun(node).join();
    }

    private CompletableFuture<Attempt> begun(Wanted node) {
      return attempts.computeIfAbsent(
          node, n -> CompletableFuture.supplyAsync(() -> Attempt.made(n)));
    }

    @Override
    public void close() {
      attempts.values().forEach(a -> a.join().node().ifPresent(Node::close));
    }
  }
}
