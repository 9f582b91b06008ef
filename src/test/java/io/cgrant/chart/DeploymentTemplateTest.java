// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class DeploymentTemplateTest {

  private static final String DEPLOYMENT = "deployment.yaml";
  private static final String BUNDLE =
      "\"-----BEGIN CERTIFICATE-----\\nQQ==\\n-----END CERTIFICATE-----\\n\"";
  private static final String SECRET =
      "{source: secret, secretName: mine, caBundle: " + BUNDLE + "}";

  @Test
  void aCollectorIsNamedWithAllThatBelongsToIt() {
    JsonNode pod =
        Chart.render(
                "{otlp: {endpoint: 'https://collector:4318', traces: true, sampling: 0.25,"
                    + " headersSecret: token, authorityConfigMap: authority}}")
            .only(DEPLOYMENT)
            .at("/spec/template/spec");
    var variables = new TreeMap<String, String>();
    pod.at("/containers/0/env")
        .forEach(v -> variables.put(v.get("name").asText(), v.path("value").asText()));
    assertEquals("https://collector:4318", variables.get("CGRANT_OTLP_ENDPOINT"));
    assertEquals("true", variables.get("CGRANT_OTLP_LOGS"));
    assertEquals("true", variables.get("CGRANT_OTLP_TRACES"));
    assertEquals("0.25", variables.get("CGRANT_OTLP_SAMPLING"));
    var mounts = new TreeMap<String, String>();
    pod.at("/containers/0/volumeMounts")
        .forEach(m -> mounts.put(m.get("name").asText(), m.get("mountPath").asText()));
    assertEquals(variables.get("CGRANT_OTLP_HEADERS"), mounts.get("otlp-headers") + "/headers");
    assertEquals(variables.get("CGRANT_OTLP_AUTHORITY"), mounts.get("otlp-authority") + "/ca.crt");
    assertTrue(pod.get("volumes").toString().contains("\"secretName\":\"token\""));
    assertTrue(pod.get("volumes").toString().contains("\"name\":\"authority\""));
  }

  @Test
  void theLookAtPodsAndItsReportsAreSetByValues() {
    assertEquals("10m/1000/5m/true", look("{}"));
    assertEquals(
        "PT1H/200/0/false",
        look(
            "{drift: {period: PT1H, podsPerSecond: 200}, nodes: {period: '0'}, reports: {enabled: false}}"));
    assertEquals("0/1000/5m/true", look("{drift: {period: '0'}}"));
  }

  @Test
  void recordsAreSwitchedOffByValues() {
    Map<String, String> given = environment("{}");
    assertEquals("true", given.get("CGRANT_EVENTS"));
    assertEquals("true", given.get("CGRANT_DECISION_LOG_WRITTEN"));
    Map<String, String> off =
        environment("{events: {enabled: false}, decisionLog: {written: false}}");
    assertEquals("false", off.get("CGRANT_EVENTS"));
    assertEquals("false", off.get("CGRANT_DECISION_LOG_WRITTEN"));
  }

  private static String look(String values) {
    Map<String, String> variables = environment(values);
    return variables.get("CGRANT_DRIFT_PERIOD")
        + "/"
        + variables.get("CGRANT_DRIFT_PODS_PER_SECOND")
        + "/"
        + variables.get("CGRANT_NODES_PERIOD")
        + "/"
        + variables.get("CGRANT_REPORTS_ENABLED");
  }

  private static Map<String, String> environment(String values) {
    var variables = new TreeMap<String, String>();
    Chart.render(values)
        .only(DEPLOYMENT)
        .at("/spec/template/spec/containers/0/env")
        .forEach(v -> variables.put(v.get("name").asText(), v.path("value").asText()));
    return variables;
  }

  @Test
  void withoutACollectorNothingIsSaidOfOne() {
    String deployment = Chart.render("{}").only(DEPLOYMENT).toString();
    assertFalse(deployment.toLowerCase(Locale.ROOT).contains("otlp"));
  }

  @Test
  void twoReplicasAreSpreadAndNeverFewer() {
    JsonNode spec = Chart.render("{}").only(DEPLOYMENT).get("spec");
    assertEquals(2, spec.get("replicas").asInt());
    assertEquals(0, spec.at("/strategy/rollingUpdate/maxUnavailable").asInt());
    JsonNode spread = spec.at("/template/spec/topologySpreadConstraints");
    assertEquals("kubernetes.io/hostname", spread.at("/0/topologyKey").asText());
    assertEquals("topology.kubernetes.io/zone", spread.at("/1/topologyKey").asText());
    assertEquals(spec.at("/selector/matchLabels"), spread.at("/0/labelSelector/matchLabels"));
  }

  @Test
  void aSpreadOfYoursCountsTheReplicasUnlessItSaysOtherwise() {
    JsonNode spec =
        Chart.render(
                "topologySpreadConstraints: [{topologyKey: rack, maxSkew: 2, whenUnsatisfiable:"
                    + " DoNotSchedule}]")
            .only(DEPLOYMENT)
            .get("spec");
    JsonNode spread = spec.at("/template/spec/topologySpreadConstraints");
    assertEquals(1, spread.size());
    assertEquals("rack", spread.at("/0/topologyKey").asText());
    assertEquals(spec.at("/selector/matchLabels"), spread.at("/0/labelSelector/matchLabels"));
  }

  @Test
  void theSelectorIsPartOfThePodsLabelsAndHasNoVersion() {
    JsonNode spec = Chart.render("{podLabels: {team: a}}").only(DEPLOYMENT).get("spec");
    JsonNode labels = spec.at("/template/metadata/labels");
    assertEquals("a", labels.get("team").asText());
    spec.at("/selector/matchLabels")
        .properties()
        .forEach(e -> assertEquals(e.getValue(), labels.get(e.getKey())));
    assertFalse(spec.at("/selector/matchLabels").has("app.kubernetes.io/version"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void asksForNothingBeyondTheRestrictedStandard(Path values) {
    JsonNode pod = Chart.renderFile(values).only(DEPLOYMENT).at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0/securityContext");
    assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
    assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
    assertFalse(container.get("allowPrivilegeEscalation").asBoolean(true));
    assertTrue(container.get("readOnlyRootFilesystem").asBoolean());
    assertEquals("[\"ALL\"]", container.at("/capabilities/drop").toString());
  }

  static List<Path> examples() {
    return Chart.examples();
  }

  @Test
  void aUserOfThePlatformsChoiceIsLeftOut() {
    JsonNode security = pod("{runAsUser: null}").get("securityContext");
    assertFalse(security.has("runAsUser"));
    assertFalse(security.has("fsGroup"));
    assertTrue(security.get("runAsNonRoot").asBoolean());
  }

  @Test
  void aDigestTakesThePlaceOfTheTag() {
    String digest = "sha256:" + "0".repeat(64);
    assertEquals(
        "ghcr.io/cgrant/cgrant@" + digest,
        pod("{image: {tag: x, digest: '" + digest + "'}}").at("/containers/0/image").asText());
    assertEquals(
        "r.example.com/c:x",
        pod("{image: {repository: r.example.com/c, tag: x}}").at("/containers/0/image").asText());
  }

  @Test
  void aNodeRunsLinuxWhateverElseIsAsked() {
    assertEquals("{\"kubernetes.io/os\":\"linux\"}", pod("{}").get("nodeSelector").toString());
    assertEquals(1, pod("{nodeSelector: null}").get("nodeSelector").size());
    JsonNode pod = pod("{nodeSelector: {kubernetes.io/os: windows, pool: system}}");
    assertEquals("linux", pod.at("/nodeSelector/kubernetes.io~1os").asText());
    assertEquals("system", pod.at("/nodeSelector/pool").asText());
  }

  @Test
  void theProgramIsToldWhatTheWebhooksAreTold() {
    var environment =
        environment(
            Chart.render("{gatedHandlers: [a, b], workloadControllers: ['system:x']}", "elsewhere")
                .only(DEPLOYMENT));
    assertEquals("a,b", environment.get("CGRANT_GATED_HANDLERS"));
    assertEquals("system:x", environment.get("CGRANT_WORKLOAD_CONTROLLERS"));
    assertEquals("elsewhere", environment.get("CGRANT_ORDINARY_CLASSES_NAMESPACE"));
    assertEquals("cgrant.elsewhere.svc", environment.get("CGRANT_TLS_NAMES"));
  }

  @Test
  void theHttpApiIsThereOnlyWhereItIsSwitchedOn() {
    assertFalse(Chart.render("{}").only(DEPLOYMENT).toString().contains("_API_"));
    JsonNode on = Chart.render("{api: {enabled: true, audiences: [a, b]}}").only(DEPLOYMENT);
    assertEquals("true", environment(on).get("CGRANT_API_ENABLED"));
    assertEquals("a,b", environment(on).get("CGRANT_API_AUDIENCES"));
    assertEquals(8444, on.at("/spec/template/spec/containers/0/ports/2/containerPort").asInt());
  }

  @Test
  void optionsOfTheMachineAndVariablesAreAdded() {
    var environment =
        environment(
            Chart.render("{javaOptions: [-Xmx1g, -Da=b], extraEnv: [{name: A, value: b}]}")
                .only(DEPLOYMENT));
    assertEquals("-Xmx1g -Da=b", environment.get("JAVA_TOOL_OPTIONS"));
    assertEquals("b", environment.get("A"));
  }

  @ParameterizedTest
  @CsvSource({
    "250m,    -XX:+TieredCompilation -XX:TieredStopAtLevel=1 -Xmx1g",
    "0.5,     -XX:+TieredCompilation -XX:TieredStopAtLevel=1 -Xmx1g",
    "999m,    -XX:+TieredCompilation -XX:TieredStopAtLevel=1 -Xmx1g",
    "1000m,   -Xmx1g",
    "1,       -Xmx1g",
    "1.5,     -Xmx1g",
    "'\"2\"', -Xmx1g",
  })
  void withLessThanACpuTheMachineCompilesQuickly(String limit, String options) {
    String values = "{javaOptions: [-Xmx1g], resources: {limits: {cpu: " + limit + "}}}";
    assertEquals(
        options, environment(Chart.render(values).only(DEPLOYMENT)).get("JAVA_TOOL_OPTIONS"));
  }

  @Test
  void everythingThatIsWrittenHasAPlace() {
    JsonNode pod = pod("{}");
    assertEquals(1, pod.get("volumes").size());
    assertTrue(pod.at("/volumes/0/emptyDir").has("sizeLimit"));
  }

  /// By a load balancer, for an API server that does not reach the Services of its cluster.
  @Test
  void aUrlMayLeadToTheReplicasWithACertificateFromElsewhere() {
    String url = "webhooks: {url: 'https://h.example.com:8443', caBundle: " + BUNDLE + "}";
    JsonNode pod = pod("{certificates: " + SECRET + ", " + url + "}");
    assertEquals("mine", pod.at("/volumes/1/secret/secretName").asText());
    assertEquals(1, pod("{replicas: 0, " + url + "}").get("volumes").size());
  }

  @Test
  void aGeneratedCertificateIsSharedAndNoFileIsMounted() {
    var generated = environment(Chart.render("{}").only(DEPLOYMENT));
    assertEquals("cgrant-certificates", generated.get("CGRANT_TLS_SECRET"));
    assertFalse(generated.containsKey("CGRANT_TLS_DIRECTORY"));
    var mounted =
        environment(Chart.render("{certificates: {source: certManager}}").only(DEPLOYMENT));
    assertEquals("/var/run/cgrant/tls", mounted.get("CGRANT_TLS_DIRECTORY"));
    assertFalse(mounted.containsKey("CGRANT_TLS_SECRET"));
  }

  @Test
  void aCertificateFromElsewhereIsOnlyRead() {
    JsonNode own = pod("certificates: " + SECRET);
    assertEquals("mine", own.at("/volumes/1/secret/secretName").asText());
    assertTrue(own.at("/containers/0/volumeMounts/1/readOnly").asBoolean());
    assertEquals(2, own.at("/volumes/1/secret/items").size());
    assertEquals(
        "cgrant-tls",
        pod("{certificates: {source: certManager}}").at("/volumes/1/secret/secretName").asText());
  }

  @Test
  void aClientCertificateIsAskedForOnlyWithBothAnAuthorityAndNames() {
    assertFalse(
        environment(Chart.render("{}").only(DEPLOYMENT)).containsKey("CGRANT_TLS_CLIENT_NAMES"));
    JsonNode inline = Chart.render(ClientAuthorityTemplateTest.INLINE).only(DEPLOYMENT);
    assertEquals("kube-apiserver,b", environment(inline).get("CGRANT_TLS_CLIENT_NAMES"));
    JsonNode pod = inline.at("/spec/template/spec");
    assertEquals("cgrant-client-authority", pod.at("/volumes/1/configMap/name").asText());
    assertEquals(
        environment(inline).get("CGRANT_TLS_CLIENT_AUTHORITY"),
        pod.at("/containers/0/volumeMounts/1/mountPath").asText() + "/ca.crt");
    assertEquals(
        "mine", pod(ClientAuthorityTemplateTest.BY_NAME).at("/volumes/1/configMap/name").asText());
  }

  @Test
  void itServesWhileItsAddressIsStillKnown() {
    JsonNode deployment = Chart.render("{drainSeconds: 7}").only(DEPLOYMENT);
    assertEquals("7s", environment(deployment).get("QUARKUS_SHUTDOWN_DELAY"));
  }

  /// Quarkus waits for one after the other: the delay, then requests. Then our own classes close,
  /// one after the other too.
  @ParameterizedTest
  @CsvSource({
    "{},                                     32, 15",
    "'{drainSeconds: 7, shutdownSeconds: 31}', 38, 21"
  })
  void whatItWaitsForFitsIntoTheGracePeriod(String values, int grace, int waits) {
    JsonNode deployment = Chart.render(values).only(DEPLOYMENT);
    assertEquals(grace, deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asInt());
    Map<String, String> given = environment(deployment);
    int waited =
        seconds(given.get("QUARKUS_SHUTDOWN_DELAY"))
            + seconds(given.get("QUARKUS_SHUTDOWN_TIMEOUT"));
    assertEquals(waits, waited);
    int events = 3 + 1 + 1;
    int shares = 2;
    int lease = 2;
    int linesAndSpans = 2 + 2 + 2;
    assertTrue(
        waited + events + shares + lease + linesAndSpans < grace,
        "it is killed before it has told");
  }

  @Test
  void reviewsUnderWayMayEndAsLongAsAnApiServerWaitsForThem() {
    Rendered rendered = Chart.render("{shutdownSeconds: 22}");
    int timeout = seconds(environment(rendered.only(DEPLOYMENT)).get("QUARKUS_SHUTDOWN_TIMEOUT"));
    rendered
        .only("validatingwebhookconfiguration.yaml")
        .get("webhooks")
        .forEach(w -> assertTrue(w.get("timeoutSeconds").asInt() <= timeout, w::toString));
  }

  private static int seconds(String duration) {
    return Integer.parseInt(duration.replaceFirst("s$", ""));
  }

  private static JsonNode pod(String values) {
    return Chart.render(values).only(DEPLOYMENT).at("/spec/template/spec");
  }

  private static TreeMap<String, String> environment(JsonNode deployment) {
    var environment = new TreeMap<String, String>();
    deployment
        .at("/spec/template/spec/containers/0/env")
        .forEach(v -> environment.put(v.get("name").asText(), v.path("value").asText()));
    return environment;
  }
}
