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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the [Node] in namespaces, or with [Emulated] the virtual machine. Each is started
/// once for all tests of a run; JUnit stops them after the last. Where a machine cannot be such a
/// node, the test is disabled aloud.
///
/// The virtual machine takes minutes. It runs beside the other with
/// `-Dcgrant.e2e.machine=always`, as `make e2e-node` says, and else instead of it, where there
/// can be none in namespaces.
public final class NodesExtension implements ParameterResolver, ExecutionCondition {

  private static final boolean IS_MACHINE_WANTED =
      System.getProperty("cgrant.e2e.machine", "").equals("always");

  /// `-Dcgrant.e2e.containerd=2.4` takes another containerd than Debian's for the node in
  /// namespaces.
  private static final List<String> CONTAINERD =
      Optional.ofNullable(System.getProperty("cgrant.e2e.containerd")).stream()
          .map(version -> "--containerd=" + version)
          .toList();

  private static final boolean IS_CI = System.getenv().containsKey("CI");

  /// Building CRI-O takes minutes, so `make test` takes one that was built before.
  private static final boolean BUILDS_CRIO = IS_MACHINE_WANTED;

  /// Asks for the virtual machine.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  public @interface Emulated {}

  /// Asks for CRI-O in the place of containerd.
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
    for (Wanted node : wanted(context)) {
      Optional<String> why = whyNot(context, node);
      if (why.isPresent()) {
        say("NOT RUN: " + context.getDisplayName() + " on " + node.name());
        say("so not shown here: " + node.shows() + ". Why: " + why.get());
        return ConditionEvaluationResult.disabled(why.get());
      }
    }
    return ConditionEvaluationResult.enabled(null);
  }

  /// By a test, or by what a class does before all of them.
  private static Set<Wanted> wanted(ExtensionContext context) {
    Stream<Method> methods =
        context.getTestMethod().isPresent()
            ? context.getTestMethod().stream()
            : Stream.of(context.getRequiredTestClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(BeforeAll.class));
    return methods
        .flatMap(method -> Stream.of(method.getParameters()))
        .filter(parameter -> parameter.getType() == Node.class)
        .map(Wanted::by)
        .collect(Collectors.toSet());
  }

  private static Optional<String> whyNot(ExtensionContext context, Wanted node) {
    boolean isSpared =
        node.kind() == Kind.Machine
            && !IS_MACHINE_WANTED
            && (node.crio().isPresent() || runs(context, Wanted.NAMESPACES));
    if (isSpared) {
      return Optional.of("make e2e-node runs it, beside the node in namespaces");
    }
    Optional<CannotRunHere> cannot = nodes(context).attempt(node).cannot();
    cannot.ifPresent(why -> failInCi(context, node, why));
    return cannot.map(CannotRunHere::getMessage);
  }

  /// Where CI can run neither kind with containerd, nothing is proven, and that is a failure. CRI-O
  /// is what `make e2e-node` builds, and CI does without.
  private static void failInCi(ExtensionContext context, Wanted node, CannotRunHere why) {
    boolean isNowhere = !runs(context, Wanted.NAMESPACES) && !runs(context, Wanted.MACHINE);
    if (IS_CI && node.crio().isEmpty() && isNowhere) {
      throw new IllegalStateException(node.name() + " does not run here: " + why.getMessage(), why);
    }
  }

  private static boolean runs(ExtensionContext context, Wanted node) {
    return nodes(context).attempt(node).cannot().isEmpty();
  }

  static Nodes nodes(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL)
        .computeIfAbsent(Nodes.class, type -> new Nodes(), Nodes.class);
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
      return crio.map(v -> BUILDS_CRIO ? List.of("--crio=" + v) : List.of("--crio=" + v, "--built"))
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
      if (IS_MACHINE_WANTED) {
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
