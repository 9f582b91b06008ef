// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import static io.cgrant.doctor.Severity.Error;
import static io.cgrant.doctor.Severity.Info;
import static io.cgrant.doctor.Severity.Ok;
import static io.cgrant.doctor.Severity.Warning;
import static io.cgrant.doctor.cluster.ClusterObjects.BINDINGS;
import static io.cgrant.doctor.cluster.ClusterObjects.CLASSES;
import static io.cgrant.doctor.cluster.ClusterObjects.GUARDS;
import static io.cgrant.doctor.cluster.ClusterObjects.MUTATING;
import static io.cgrant.doctor.cluster.ClusterObjects.NAMESPACES;
import static io.cgrant.doctor.cluster.ClusterObjects.NODES;
import static io.cgrant.doctor.cluster.ClusterObjects.PODS;
import static io.cgrant.doctor.cluster.ClusterObjects.POLICIES;
import static io.cgrant.doctor.cluster.ClusterObjects.VALIDATING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Concern.Place;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import io.cgrant.doctor.Told;
import io.cgrant.registration.OrdinaryNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A cluster that is well, and that cluster with one thing bent.
final class ClusterReaderTest {

  @TempDir private Path folder;
  private ClusterObjects cluster;

  @BeforeEach
  void prepare() {
    cluster = ClusterObjects.well(folder);
  }

  /// @param said a part of what is found, or of where
  private record Bend(
      Concern concern, Severity severity, String said, BiConsumer<ClusterObjects, Path> bent) {
    @Override
    public String toString() {
      return concern + ": " + said;
    }
  }

  private static Bend bend(
      Concern concern, Severity severity, String said, BiConsumer<ClusterObjects, Path> bent) {
    return new Bend(concern, severity, said, bent);
  }

  static Stream<Bend> bends() {
    return Stream.of(ofWebhooks(), ofBundles(), ofClasses(), ofNodes(), ofPolicies(), ofPods())
        .flatMap(s -> s);
  }

  private static Stream<Bend> ofWebhooks() {
    return Stream.of(
        bend(
            Concern.WebhookConfigurations,
            Error,
            "ValidatingWebhookConfiguration/cgrant it is not there",
            (c, f) -> c.clear(VALIDATING)),
        bend(
            Concern.WebhookConfigurations,
            Error,
            "webhook pods.cgrant.io the webhook is missing",
            (c, f) -> ((ArrayNode) c.first(VALIDATING).path("webhooks")).remove(0)),
        bend(
            Concern.WebhookConfigurations,
            Error,
            "failurePolicy is Ignore",
            (c, f) -> c.webhook(VALIDATING, 0).put("failurePolicy", "Ignore")),
        bend(
            Concern.WebhookConfigurations,
            Warning,
            "matchConditions[asks] is not as this version writes it",
            (c, f) ->
                ((ObjectNode) c.webhook(VALIDATING, 0).path("matchConditions").get(1))
                    .put("expression", "false")),
        bend(
            Concern.WebhookConfigurations,
            Warning,
            "objectSelector is not as this version writes it: it is {matchLabels: {a: b}}, not not"
                + " there",
            (c, f) ->
                c.webhook(VALIDATING, 0)
                    .putObject("objectSelector")
                    .putObject("matchLabels")
                    .put("a", "b")),
        bend(
            Concern.WebhookConfigurations,
            Warning,
            "this version does not know the webhook",
            (c, f) -> c.webhook(VALIDATING, 4).put("name", "else.cgrant.io")),
        bend(
            Concern.OtherWebhooks,
            Info,
            "MutatingWebhookConfiguration/zz-injector webhook inject.example.com",
            (c, f) -> c.add(MUTATING, injector("zz-injector"))),
        bend(Concern.Guards, Error, "ValidatingAdmissionPolicy/cgrant-", (c, f) -> c.clear(GUARDS)),
        bend(
            Concern.Guards,
            Error,
            "ValidatingAdmissionPolicyBinding/cgrant-",
            (c, f) -> c.clear(BINDINGS)));
  }

  private static String injector(String name) {
    return """
        metadata: {name: %s}
        webhooks:
        - name: inject.example.com
          rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
        - name: services.example.com
          rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services]}]
        """
        .formatted(name);
  }

  private static Stream<Bend> ofBundles() {
    Duration fiveYears = Duration.ofDays(365 * 5);
    return Stream.of(
        bend(
            Concern.CaBundles,
            Error,
            "webhook ask.pods.cgrant.io caBundle is empty",
            (c, f) ->
                ((ObjectNode) c.webhook(MUTATING, 0).path("clientConfig")).remove("caBundle")),
        bend(Concern.CaBundles, Error, "it is no Base64", (c, f) -> bundle(c, "%%%")),
        bend(Concern.CaBundles, Error, "it holds no PEM", (c, f) -> bundle(c, "YWJj")),
        bend(
            Concern.CaBundles,
            Error,
            "cannot be parsed",
            (c, f) ->
                bundle(
                    c,
                    java.util.Base64.getEncoder()
                        .encodeToString(
                            "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))),
        bend(
            Concern.CaBundles,
            Error,
            "no certificate in caBundle is valid now",
            (c, f) ->
                bundle(
                    c,
                    ClusterObjects.authority(
                        f, ClusterObjects.NOW.minus(fiveYears).minus(Duration.ofDays(1))))),
        bend(
            Concern.CaBundles,
            Error,
            "no certificate in caBundle is valid now",
            (c, f) ->
                bundle(
                    c, ClusterObjects.authority(f, ClusterObjects.NOW.plus(Duration.ofDays(1))))),
        bend(
            Concern.CaBundles,
            Warning,
            "caBundle ends within 14 days",
            (c, f) ->
                bundle(
                    c,
                    ClusterObjects.authority(
                        f, ClusterObjects.NOW.minus(fiveYears).plus(Duration.ofDays(7))))),
        bend(
            Concern.CaBundles,
            Warning,
            "the webhooks trust different certificates",
            (c, f) -> bundle(c, ClusterObjects.authority(f, ClusterObjects.NOW))));
  }

  private static void bundle(ClusterObjects cluster, String base64) {
    ((ObjectNode) cluster.webhook(MUTATING, 0).path("clientConfig")).put("caBundle", base64);
  }

  private static Stream<Bend> ofClasses() {
    return Stream.of(
        bend(
            Concern.ClassesAdmitted,
            Error,
            "RuntimeClass/cgroup-writable its handler \"runc-cgroup-writable\" is gated, and it has no"
                + " label",
            (c, f) -> ((ObjectNode) c.first(CLASSES).path("metadata")).remove("labels")),
        bend(
            Concern.ClassesAdmitted,
            Error,
            "it is labelled cgrant.io/gated, and its handler \"kata\" is none",
            (c, f) ->
                c.add(
                    CLASSES,
                    "{metadata: {name: k, labels: {cgrant.io/gated: 'true'}}, handler: kata}")),
        bend(
            Concern.HandlersAlike,
            Warning,
            "RuntimeClass/cgroup-writable, twin they name the same gated handler",
            (c, f) ->
                c.add(
                    CLASSES,
                    "{metadata: {name: twin, labels: {cgrant.io/gated: 'true'}}, handler:"
                        + " runc-cgroup-writable}")),
        bend(
            Concern.HandlersAlike,
            Warning,
            "is called like a writable one and is not gated",
            (c, f) -> c.add(CLASSES, "{metadata: {name: my}, handler: my-cgroup-writable}")),
        bend(
            Concern.ClassNodes,
            Error,
            "no node has pool=builds",
            (c, f) -> ((ObjectNode) c.first(NODES).at("/metadata/labels")).put("pool", "else")),
        bend(
            Concern.NodeHandlers,
            Error,
            "1 of 1 nodes it selects have no handler \"runc-cgroup-writable\": n1",
            (c, f) ->
                ((ObjectNode) c.first(NODES).at("/status/runtimeHandlers/1")).put("name", "else")),
        bend(
            Concern.NodeHandlers,
            Warning,
            "1 of 2 nodes it selects have no handler",
            (c, f) ->
                c.add(
                    NODES,
                    "{metadata: {name: n2, labels: {pool: builds}}, status: {runtimeHandlers: [{name:"
                        + " ''}]}}")),
        bend(
            Concern.NodeHandlers,
            Info,
            "1 of 2 nodes do not say which handlers they have",
            (c, f) -> c.add(NODES, "{metadata: {name: n2, labels: {pool: builds}}}")),
        bend(
            Concern.NodeHandlers,
            Info,
            "Node/n1 it has handler \"runc-cgroup-writable\", and no RuntimeClass names that",
            (c, f) -> c.clear(CLASSES)));
  }

  private static Stream<Bend> ofNodes() {
    return Stream.of(
        bend(
            Concern.NodeUserNamespaces,
            Error,
            "0 of 1 nodes have the handler with one; not n1",
            (c, f) ->
                c.replace(NODES, ClusterObjects.node("n1", "containerd://2.1.9", "6.12.0", false))),
        bend(
            Concern.NodeUserNamespaces,
            Warning,
            "1 of 2 nodes have the handler with one; not n2",
            (c, f) ->
                c.add(NODES, ClusterObjects.node("n2", "containerd://2.1.9", "6.12.0", false))),
        bend(
            Concern.NodeVersions,
            Error,
            "Node/n1 containerd 2.0.5 does not know cgroup_writable",
            (c, f) ->
                c.replace(NODES, ClusterObjects.node("n1", "containerd://2.0.5", "6.12.0", true))),
        bend(
            Concern.NodeVersions,
            Warning,
            "containerd 2.1.6: any privileged container strips nsdelegate",
            (c, f) ->
                c.replace(NODES, ClusterObjects.node("n1", "containerd://2.1.6", "6.12.0", true))),
        bend(
            Concern.NodeVersions,
            Info,
            "\"containerd://devel\" is no version",
            (c, f) ->
                c.replace(NODES, ClusterObjects.node("n1", "containerd://devel", "6.12.0", true))),
        bend(
            Concern.NodeVersions,
            Error,
            "Node/n1 CRI-O 1.22.0 does not know the annotation for a writable cgroup",
            (c, f) ->
                c.replace(NODES, ClusterObjects.node("n1", "cri-o://1.22.0", "6.12.0", true))),
        bend(
            Concern.NodeVersions,
            Info,
            "\"cri-o://devel\" is no version",
            (c, f) -> c.replace(NODES, ClusterObjects.node("n1", "cri-o://devel", "6.12.0", true))),
        bend(
            Concern.NodeKernels,
            Warning,
            "Linux 5.15.0-173-generic is older than 6.3",
            (c, f) ->
                c.replace(
                    NODES,
                    ClusterObjects.node("n1", "containerd://2.1.9", "5.15.0-173-generic", true))));
  }

  private static Stream<Bend> ofPolicies() {
    return Stream.of(
        bend(
            Concern.PoliciesReady,
            Error,
            "WritableCgroupPolicy/broken it does not compile and grants nothing: spec.require.qos",
            (c, f) -> c.add(POLICIES, ClusterObjects.policy("broken", "{qosClass: [Best]}"))),
        bend(Concern.PoliciesReady, Info, "there is no policy", (c, f) -> c.clear(POLICIES)),
        bend(
            Concern.PoliciesMatch,
            Warning,
            "its namespaceSelector matches none of 1 namespaces",
            (c, f) -> c.replace(NAMESPACES, "{metadata: {name: ml, labels: {team: l}}}")),
        bend(
            Concern.PolicyRoutes,
            Error,
            "there is no RuntimeClass \"cgroup-writable\"",
            (c, f) -> c.clear(CLASSES)),
        bend(
            Concern.PolicyRoutes,
            Error,
            "has handler \"runc\", which is not gated",
            (c, f) -> c.first(CLASSES).put("handler", "runc")),
        bend(
            Concern.PolicyRoutes,
            Warning,
            "it grants CrioAnnotation, and no node runs CRI-O",
            (c, f) -> grant(c, "CrioAnnotation")),
        bend(
            Concern.PolicyRoutes,
            Warning,
            "it grants CrioSystemd alone, and no node runs CRI-O",
            (c, f) -> grantAlone(c, "CrioSystemd")),
        bend(
            Concern.PolicyRoutes,
            Warning,
            "it grants GkeAnnotation, and no node has the label",
            (c, f) -> grant(c, "GkeAnnotation")),
        bend(
            Concern.PolicyRoutes,
            Warning,
            "it grants CgroupOptions, and no node declares",
            (c, f) -> grant(c, "CgroupOptions")),
        bend(
            Concern.PolicyRoutes,
            Info,
            "it grants NriAnnotation",
            (c, f) -> grant(c, "NriAnnotation")),
        bend(
            Concern.PolicyRequirements,
            Error,
            "it wants QoS class BestEffort alone and limits",
            (c, f) ->
                c.replace(POLICIES, ClusterObjects.policy("ray", "{qosClass: [BestEffort]}"))),
        bend(
            Concern.PolicyRequirements,
            Warning,
            "it takes seccomp: [Unconfined] alone, which Pod Security refuses",
            (c, f) -> {
              enforce(c, "baseline");
              c.replace(POLICIES, ClusterObjects.policy("ray", "{seccomp: [Unconfined]}"));
            }),
        bend(
            Concern.PolicyRequirements,
            Warning,
            "it takes procMount: [Unmasked] alone, which Pod Security refuses",
            (c, f) -> {
              enforce(c, "restricted");
              c.replace(POLICIES, ClusterObjects.policy("ray", "{procMount: [Unmasked]}"));
            }),
        bend(
            Concern.PolicyRequirements,
            Warning,
            "it grants CgroupOptions alone, which Pod Security refuses",
            (c, f) -> {
              enforce(c, "restricted");
              grantTheFieldAlone(c);
            }));
  }

  private static void grantTheFieldAlone(ClusterObjects cluster) {
    grantAlone(cluster, "CgroupOptions");
  }

  private static void grantAlone(ClusterObjects cluster, String route) {
    ((ArrayNode) cluster.first(POLICIES).at("/spec/grant/routes")).removeAll().add(route);
    ((ObjectNode) cluster.first(POLICIES).at("/spec/grant")).remove("runtimeClassName");
  }

  private static void enforce(ClusterObjects cluster, String level) {
    ((ObjectNode) cluster.first(NAMESPACES).at("/metadata/labels"))
        .put("pod-security.kubernetes.io/enforce", level);
  }

  private static void grant(ClusterObjects cluster, String route) {
    ((ArrayNode) cluster.first(POLICIES).at("/spec/grant/routes")).add(route);
  }

  private static Stream<Bend> ofPods() {
    return Stream.of(
        bend(
            Concern.PodSecurityExemptions,
            Error,
            "RuntimeClass/cgroup-writable Pod Security is off for its pods",
            (c, f) -> c.admission(admission(f, "[gvisor, cgroup-writable]"))),
        bend(
            Concern.PodSecurityExemptions,
            Info,
            "no API tells which RuntimeClasses are exempt",
            (c, f) -> {}),
        bend(
            Concern.VoidGrants,
            Error,
            "Pod/ml/head a user that is not root in a user namespace cannot write to its cgroup under"
                + " runc with driver cgroupfs",
            (c, f) -> c.driver(CgroupDriver.cgroupfs)),
        bend(
            Concern.VoidGrants,
            Info,
            "Pod/ml/head a user that is not root in a user namespace cannot write to its cgroup under"
                + " runc with driver cgroupfs",
            (c, f) -> c.driver(null)),
        bend(
            Concern.VoidGrants,
            Error,
            "cannot write to its cgroup under crun with driver systemd",
            (c, f) -> c.first(CLASSES).put("handler", "crun-cgroup-writable")),
        bend(
            Concern.VoidGrants,
            Info,
            "WritableCgroupPolicy/ray what it grants under handler \"crun-cgroup-writable\" is of no"
                + " use to a user that is not root in a user namespace",
            (c, f) -> c.first(CLASSES).put("handler", "crun-cgroup-writable")),
        bend(
            Concern.VoidGrants,
            Error,
            "WritableCgroupPolicy/ray what it grants under handler \"runc-cgroup-writable\" is of no"
                + " use to anybody",
            (c, f) -> c.driver(CgroupDriver.cgroupfs)),
        bend(
            Concern.VoidGrants,
            Info,
            "is of no use to anybody under runc with driver cgroupfs",
            (c, f) -> c.driver(null)),
        bend(
            Concern.VoidGrants,
            Warning,
            "it has the node's network and a user namespace",
            (c, f) ->
                c.replace(
                    PODS, ClusterObjects.pod("net", "hostUsers: false\n  hostNetwork: true", ""))));
  }

  private static Path admission(Path folder, String classes) {
    try {
      Files.writeString(
          folder.resolve("pod-security.yaml"),
          """
          apiVersion: pod-security.admission.config.k8s.io/v1
          kind: PodSecurityConfiguration
          exemptions: {runtimeClasses: %s}
          """
              .formatted(classes));
      return Files.writeString(
          folder.resolve("admission.yaml"),
          """
          apiVersion: apiserver.config.k8s.io/v1
          kind: AdmissionConfiguration
          plugins: [{name: PodSecurity, path: pod-security.yaml}]
          """);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("bends")
  void whatIsBentIsFound(Bend bend) {
    bend.bent().accept(cluster, folder);
    Diagnosis diagnosis = cluster.examined();
    List<Finding> found = Told.of(diagnosis, bend.concern());
    Told.haveWhyAndFix(diagnosis);
    assertTrue(
        found.stream()
            .anyMatch(
                f ->
                    f.severity() == bend.severity()
                        && (f.where() + " " + f.what()).contains(bend.said())),
        () -> bend + " not among " + found);
  }

  @Test
  void nothingIsFoundWhereAllIsWell() {
    cluster.admission(admission(folder, "[gvisor]"));
    Diagnosis diagnosis = cluster.examined();
    assertEquals(List.of(), diagnosis.unseen());
    assertEquals(List.of(), diagnosis.findings().stream().filter(f -> f.severity() != Ok).toList());
    assertEquals(
        ofClusters(),
        diagnosis.findings().stream().map(Finding::concern).collect(Collectors.toSet()));
  }

  @Test
  void eachConcernOfAClusterIsBentSomewhere() {
    assertEquals(ofClusters(), bends().map(Bend::concern).collect(Collectors.toSet()));
  }

  private static Set<Concern> ofClusters() {
    return Stream.of(Concern.values())
        .filter(c -> c.place() == Place.Cluster)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Concern.class)));
  }

  /// Before 1.38 the standard did not know the field.
  @ParameterizedTest
  @CsvSource({"v1.37, Ok", "v1.38, Warning", "latest, Warning", "v1, Warning"})
  void aNamespaceIsHeldToTheStandardOfItsVersion(String version, Severity severity) {
    grantTheFieldAlone(cluster);
    enforce(cluster, "restricted");
    ((ObjectNode) cluster.first(NAMESPACES).at("/metadata/labels"))
        .put("pod-security.kubernetes.io/enforce-version", version);
    assertEquals(severity, cluster.found(Concern.PolicyRequirements).getFirst().severity());
  }

  @Test
  void namesOfOrdinaryClassesInAConditionAreNoDifference() {
    ObjectNode asks = (ObjectNode) cluster.webhook(VALIDATING, 0).path("matchConditions").get(1);
    asks.put(
        "expression",
        OrdinaryNames.with(asks.path("expression").asText(), List.of("kata", "gvisor")) + "\n");
    assertEquals(Ok, cluster.found(Concern.WebhookConfigurations).getFirst().severity());
  }

  @Test
  void twoAuthoritiesDuringARotationAreWell() {
    String old = ClusterObjects.authority(folder, ClusterObjects.NOW.minus(Duration.ofDays(2_000)));
    String young = ClusterObjects.authority(folder, ClusterObjects.NOW.minusSeconds(60));
    cluster.register(
        java.util.Base64.getEncoder()
            .encodeToString(
                Stream.of(old, young)
                    .map(b -> new String(java.util.Base64.getDecoder().decode(b)))
                    .collect(Collectors.joining())
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    assertEquals(Ok, cluster.found(Concern.CaBundles).getFirst().severity());
  }

  @Test
  void whatIsCalledBeforeCgrantAndWhatSeesNoPodsIsNobodysBusiness() {
    cluster.add(MUTATING, injector("a-injector"));
    assertEquals(Ok, cluster.found(Concern.OtherWebhooks).getFirst().severity());
    cluster.add(MUTATING, injector("zz"));
    assertEquals(1, cluster.found(Concern.OtherWebhooks).size());
  }

  @Test
  void aNodeThatNoGatedClassSelectsIsNotJudged() {
    cluster.add(
        NODES,
        ClusterObjects.node("old", "containerd://1.7.0", "4.19.0", false).replace("builds", "x"));
    assertEquals(Ok, cluster.found(Concern.NodeVersions).getFirst().severity());
    assertEquals(Ok, cluster.found(Concern.NodeKernels).getFirst().severity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cri-o://1.23.0", "cri-o://1.35.1"})
  void aNodeOfCrioThatKnowsTheAnnotationIsWell(String runtime) {
    cluster.replace(NODES, ClusterObjects.node("n1", runtime, "6.12.0", true));
    assertEquals(Ok, cluster.found(Concern.NodeVersions).getFirst().severity());
  }

  @Test
  void aPolicyThatOnlyWarnsHasNoContradiction() {
    cluster.replace(
        POLICIES,
        ClusterObjects.policy("ray", "{qosClass: [BestEffort]}")
            .replace("spec:", "spec:\n  enforcement: Warn"));
    assertEquals(Ok, cluster.found(Concern.PolicyRequirements).getFirst().severity());
  }

  /// As the recipe of systemd does: a first word like /sbin/init is refused without that route, on
  /// any cluster.
  @Test
  void theRouteOfAFirstWordBesideAnotherIsWellWithoutCrio() {
    grant(cluster, "CrioSystemd");
    assertEquals(Ok, cluster.found(Concern.PolicyRoutes).getFirst().severity());
  }

  @Test
  void whoSaidTheDriverIsNotAskedForIt() {
    cluster.replace(NODES, ClusterObjects.node("n1", "cri-o://1.35.1", "6.12.0", true));
    grantAlone(cluster, "CrioAnnotation");
    cluster.replace(
        PODS,
        ClusterObjects.pod("crio", "hostUsers: false", "securityContext: {runAsUser: 0}")
            .replace("uid: u", "uid: u, annotations: {cgroup2-mount-hierarchy-rw.crio.io: 'true'}")
            .replace("runtimeClassName: cgroup-writable", ""));
    cluster.driver(CgroupDriver.cgroupfs);
    assertEquals(
        Set.of("WritableCgroupPolicy/ray", "Pod/ml/crio"),
        fixes("see which of runc and crun makes the containers there; "));
    assertEquals(Set.of(), fixes("tell doctor the driver"));
    cluster.driver(null);
    assertEquals(
        Set.of("WritableCgroupPolicy/ray", "Pod/ml/crio"), fixes("tell doctor the driver"));
  }

  private Set<String> fixes(String begin) {
    return cluster.found(Concern.VoidGrants).stream()
        .filter(f -> f.fix().startsWith(begin))
        .map(Finding::where)
        .collect(Collectors.toSet());
  }

  @Test
  void whoIsWhoFollowsThePodUnlessTheContainerSays() {
    cluster.replace(
        PODS,
        ClusterObjects.pod(
            "p", "securityContext: {runAsUser: 1000}", "securityContext: {runAsUser: 0}"));
    cluster.driver(CgroupDriver.cgroupfs);
    assertTrue(
        cluster.found(Concern.VoidGrants).stream().noneMatch(f -> f.where().startsWith("Pod/")));
    cluster.replace(
        PODS, ClusterObjects.pod("p", "securityContext: {runAsNonRoot: true}", "args: []"));
    assertTrue(
        cluster.found(Concern.VoidGrants).stream()
            .anyMatch(
                f -> f.what().startsWith("a user that is not root without a user namespace")));
    cluster.replace(PODS, ClusterObjects.pod("p", "hostUsers: false", "args: []"));
    assertTrue(
        cluster.found(Concern.VoidGrants).stream().noneMatch(f -> f.where().startsWith("Pod/")),
        "whom the image names nobody knows");
  }

  @Test
  void whatMayNotBeListedIsSaidAndTheRestIsJudged() {
    cluster.forbid(NODES);
    cluster.forbid(VALIDATING);
    Diagnosis diagnosis = cluster.examined();
    assertEquals(
        List.of("you may not list " + NODES, "you may not list " + VALIDATING), diagnosis.unseen());
    Set<Concern> looked =
        diagnosis.findings().stream().map(Finding::concern).collect(Collectors.toSet());
    assertTrue(!looked.contains(Concern.NodeHandlers) && !looked.contains(Concern.CaBundles));
    assertTrue(looked.contains(Concern.ClassesAdmitted) && looked.contains(Concern.PoliciesReady));
  }

  @Test
  void aPodThatCannotBeReadIsSaid() {
    cluster.add(PODS, "{metadata: 7, spec: {runtimeClassName: cgroup-writable}}");
    assertTrue(cluster.examined().unseen().getFirst().startsWith("a pod cannot be read: "));
  }

  @Test
  void anAdmissionConfigurationThatIsNoneIsSaid() throws IOException {
    Path none = folder.resolve("none.yaml");
    cluster.admission(none);
    assertEquals(
        "the admission configuration: " + none + " does not exist; check the path",
        cluster.examined().unseen().getFirst());
    cluster.admission(Files.writeString(folder.resolve("a.yaml"), "a: ["));
    assertTrue(cluster.examined().unseen().getFirst().startsWith("the admission configuration: "));
  }

  /// Any of them would say that nothing is exempt.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is empty, so it is no AdmissionConfiguration",
        "'{a: b}' | not a Kubernetes object",
        "'{apiVersion: v1, kind: Pod}' | its kind is Pod of v1, so it is no AdmissionConfiguration",
        "'{apiVersion: v1, kind: AdmissionConfiguration}' | its kind is AdmissionConfiguration of v1,",
        "'{apiVersion: v1, kind: PodSecurityConfiguration}' | so it is no AdmissionConfiguration",
      })
  void anotherFileIsTakenForNoAdmissionConfiguration(String text, String said) throws IOException {
    cluster.admission(Files.writeString(folder.resolve("a.yaml"), text));
    assertTrue(said(said), () -> cluster.examined().unseen().toString());
    assertTrue(
        cluster.found(Concern.PodSecurityExemptions).stream().noneMatch(f -> f.severity() == Ok));
  }

  @Test
  void norIsWhatItNamesForPodSecurity() throws IOException {
    cluster.admission(admission(folder, "[gvisor]"));
    Path named =
        Files.writeString(folder.resolve("pod-security.yaml"), "{apiVersion: v1, kind: Pod}");
    assertTrue(said(named + ":1: its kind is Pod of v1, so it is no PodSecurityConfiguration"));
    Files.writeString(named, "");
    assertEquals(Ok, cluster.found(Concern.PodSecurityExemptions).getFirst().severity());
    cluster.admission(
        Files.writeString(
            folder.resolve("inline.yaml"),
            """
            apiVersion: apiserver.k8s.io/v1alpha1
            kind: AdmissionConfiguration
            plugins: [{name: PodSecurity, configuration: {kind: EventRateLimit}}]
            """));
    assertTrue(said("its kind is EventRateLimit, so it is no PodSecurityConfiguration"));
  }

  private boolean said(String words) {
    return cluster.examined().unseen().stream().anyMatch(one -> one.contains(words));
  }

  @Test
  void ofManyTheFirstAreNamedAndTheOthersCounted() {
    cluster.driver(CgroupDriver.cgroupfs);
    for (int i = 0; i < 70; i++) {
      cluster.add(
          PODS, ClusterObjects.pod("p" + i, "hostUsers: false", "securityContext: {runAsUser: 7}"));
    }
    List<Finding> found = cluster.found(Concern.VoidGrants);
    assertEquals(51, found.size());
    assertTrue(found.getLast().what().startsWith("22 more of these"), found.getLast()::what);
  }
}
