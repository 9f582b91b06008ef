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
  private static final List<String> OPTIONS =
      Optional.ofNullable(System.getProperty("cgrant.e2e.containerd")).stream()
          .map(version -> "--containerd=" + version)
          .toList();

  private static final Map<Kind, String> SHOWS =
      Map.of(
          Kind.Namespaces,
          "that a grant is real, bounded and nobody's way out, on this kernel",
          Kind.Machine,
          "that limits hold for children, nsdelegate, and systemd as the driver");

  /// Asks for the virtual machine.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  public @interface Emulated {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Node.class;
  }

  @Override
  public Node resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Attempt attempt = nodes(context).attempt(kind(parameter.getParameter()));
    return attempt
        .node()
        .orElseThrow(() -> new IllegalStateException("no node", attempt.failure().get()));
  }

  /// Here and not where a node is given: a test that is aborted there has failed.
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    for (Kind kind : wanted(context)) {
      Optional<String> why = whyNot(context, kind);
      if (why.isPresent()) {
        say("NOT RUN: " + context.getDisplayName() + " on " + kind);
        say("so not shown here: " + SHOWS.get(kind) + ". Why: " + why.get());
        return ConditionEvaluationResult.disabled(why.get());
      }
    }
    return ConditionEvaluationResult.enabled(null);
  }

  /// By a test, or by what a class does before all of them.
  private static Set<Kind> wanted(ExtensionContext context) {
    Stream<Method> methods =
        context.getTestMethod().isPresent()
            ? context.getTestMethod().stream()
            : Stream.of(context.getRequiredTestClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(BeforeAll.class));
    return methods
        .flatMap(method -> Stream.of(method.getParameters()))
        .filter(parameter -> parameter.getType() == Node.class)
        .map(NodesExtension::kind)
        .collect(Collectors.toSet());
  }

  private static Kind kind(Parameter parameter) {
    return parameter.isAnnotationPresent(Emulated.class) ? Kind.Machine : Kind.Namespaces;
  }

  private static Optional<String> whyNot(ExtensionContext context, Kind kind) {
    boolean isSpared =
        kind == Kind.Machine
            && !IS_MACHINE_WANTED
            && nodes(context).attempt(Kind.Namespaces).cannot().isEmpty();
    if (isSpared) {
      return Optional.of("make e2e-node runs it, beside the node in namespaces");
    }
    Optional<CannotRunHere> cannot = nodes(context).attempt(kind).cannot();
    cannot.ifPresent(why -> failInCi(context, why));
    return cannot.map(CannotRunHere::getMessage);
  }

  /// Where CI can run neither, nothing is proven, and that is a failure.
  private static void failInCi(ExtensionContext context, CannotRunHere why) {
    boolean none =
        Stream.of(Kind.values()).allMatch(k -> nodes(context).attempt(k).cannot().isPresent());
    if (none && System.getenv().containsKey("CI")) {
      throw new IllegalStateException("no kind of node runs here: " + why.getMessage(), why);
    }
  }

  static Nodes nodes(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL)
        .computeIfAbsent(Nodes.class, type -> new Nodes(), Nodes.class);
  }

  static void say(String text) {
    System.err.println("[node] " + text);
  }

  /// Starting is tried once: what failed for the first test would fail for all of them, slowly.
  record Attempt(Optional<Node> node, Optional<CannotRunHere> cannot, Optional<Throwable> failure) {

    static Attempt made(Kind kind) {
      try {
        List<String> options = kind == Kind.Namespaces ? OPTIONS : List.of();
        return new Attempt(
            Optional.of(Node.start(kind, options)), Optional.empty(), Optional.empty());
      } catch (CannotRunHere e) {
        return new Attempt(Optional.empty(), Optional.of(e), Optional.empty());
      } catch (RuntimeException e) {
        return new Attempt(Optional.empty(), Optional.empty(), Optional.of(e));
      }
    }
  }

  /// Those of a run.
  static final class Nodes implements AutoCloseable {

    private final Map<Kind, CompletableFuture<Attempt>> attempts = new ConcurrentHashMap<>();

    /// The virtual machine boots while the tests in namespaces run.
    Attempt attempt(Kind kind) {
      if (IS_MACHINE_WANTED) {
        var unused = begun(Kind.Machine);
      }
      return begun(kind).join();
    }

    private CompletableFuture<Attempt> begun(Kind kind) {
      return attempts.computeIfAbsent(
          kind, k -> CompletableFuture.supplyAsync(() -> Attempt.made(k)));
    }

    @Override
    public void close() {
      attempts.values().forEach(a -> a.join().node().ifPresent(Node::close));
    }
  }
}
