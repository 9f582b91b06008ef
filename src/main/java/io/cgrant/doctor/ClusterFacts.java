// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.Delegation;
import io.cgrant.placement.ClassOnNodes;
import io.cgrant.placement.NodeCount;
import io.cgrant.placement.NodeReport;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of a cluster. What could not be read is empty, and not judged.
///
/// @param now the moment that counts for certificates
/// @param gatedHandlers as cgrant is configured
/// @param driver the cgroup driver of the nodes, which no API tells; empty where nobody said
/// @param namespaces their labels by name
/// @param exemptClasses RuntimeClasses that Pod Security passes over, which no API tells
public record ClusterFacts(
    Instant now,
    Set<String> gatedHandlers,
    Optional<CgroupDriver> driver,
    Optional<List<ClusterNode>> nodes,
    Optional<List<ClusterClass>> classes,
    Optional<Registered> registered,
    Optional<Policies> policies,
    Optional<Map<String, Map<String, String>>> namespaces,
    Optional<List<Holder>> holders,
    Optional<Set<String>> exemptClasses) {

  /// What a node says of itself.
  ///
  /// @param runtime as `containerd://2.1.9`
  /// @param features of `status.declaredFeatures`
  public record ClusterNode(
      NodeReport report, String kernel, String runtime, Set<String> features) {

    String name() {
      return report.name();
    }

    Map<String, String> labels() {
      return report.labels();
    }

    boolean isOf(String runtimeName) {
      return runtime.startsWith(runtimeName + "://");
    }
  }

  /// A RuntimeClass.
  ///
  /// @param isAdmitted whether it carries the label of the guard
  /// @param nodes that it selects
  public record ClusterClass(ClassOnNodes wanted, boolean isAdmitted, NodeCount nodes) {

    public String name() {
      return wanted.name();
    }

    public String handler() {
      return wanted.handler();
    }

    String where() {
      return "RuntimeClass/" + name();
    }

    boolean selects(ClusterNode node) {
      return wanted.selects(node.report());
    }
  }

  /// What the API server sends where.
  ///
  /// @param wanted what this version of cgrant registers
  /// @param guards the policies and bindings that this version brings
  /// @param guardsFound those of them that are there
  public record Registered(
      List<Webhook> found,
      List<Webhook> wanted,
      List<OtherWebhook> others,
      List<Guard> guards,
      List<Guard> guardsFound) {}

  /// One of cgrant's ValidatingAdmissionPolicies, or its binding.
  ///
  /// @param where as `ValidatingAdmissionPolicy/cgrant-runtime-classes`
  /// @param shape each field by its name, in words that can be compared
  public record Guard(String where, Map<String, String> shape) {}

  /// One of cgrant's own webhooks.
  ///
  /// @param configuration as `MutatingWebhookConfiguration/cgrant`
  /// @param shape each field by its name, in words that can be compared
  public record Webhook(
      String configuration, String name, Map<String, String> shape, CaBundle caBundle) {

    String where() {
      return configuration + " webhook " + name;
    }
  }

  /// A mutating webhook of somebody else that is sent pods when they are created.
  public record OtherWebhook(String configuration, String name, Order order) {

    /// Whether the API server calls it before or after cgrant.
    public enum Order {
      Before,
      After
    }
  }

  /// Whom the API server trusts.
  public sealed interface CaBundle {

    /// Nobody in particular.
    record Missing() implements CaBundle {}

    /// Nobody can tell.
    record Unreadable(String reason) implements CaBundle {}

    /// @param fingerprint of all of them together
    record Authorities(List<Authority> all, String fingerprint) implements CaBundle {}
  }

  /// @param subject as its certificate names it
  public record Authority(String subject, Instant notBefore, Instant notAfter) {}

  /// All WritableCgroupPolicies.
  ///
  /// @param broken what does not compile, with its problems
  public record Policies(List<Policy> ready, Map<String, List<String>> broken) {}

  /// What holds a writable cgroup, or makes what will.
  ///
  /// @param where as `Pod/ml/ray-head`
  /// @param in its namespace
  /// @param route by which
  /// @param handler of its RuntimeClass; empty where it names none
  /// @param namespaces those that it may have: a policy may give one to a pod of a template
  /// @param users that its containers are known to run as, inside it; those that only the image
  /// names are not among them
  public record Holder(
      Stage stage,
      String where,
      String in,
      Route.Name route,
      Optional<String> handler,
      Set<Delegation.Namespace> namespaces,
      Set<Delegation.User> users,
      Network network) {

    /// Whether it is there yet.
    public enum Stage {
      Pod,
      Template
    }

    /// Whose network it has.
    public enum Network {
      OfTheNode,
      Own
    }
  }
}
