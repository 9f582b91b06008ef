// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.admission.Answer;
import io.cgrant.admission.AuditEntry;
import io.cgrant.cel.CelCompiler;
import io.cgrant.drift.Change;
import io.cgrant.drift.Inspection;
import io.cgrant.drift.Today;
import io.cgrant.explain.Explanation;
import io.cgrant.explain.ExplanationTree;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.StoredPodReader;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Transcript;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policyreport.Reports;
import io.cgrant.reading.PolicyReader;
import io.cgrant.reading.PolicyReading;
import io.cgrant.record.Lines;
import io.cgrant.telemetry.Spans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever becomes of a pod, nothing that it keeps to itself is told: in no line of the log, note
/// of an Event, answer, warning, audit annotation, span or explanation, nor in cgrant's own log;
/// and not when it is looked at again while it runs, in a report neither.
///
/// A few values are told to those who may look into the namespace, in an answer and an Event, and
/// to nobody else (`docs/reference/decision-log.md`).
class SecretsStayInThePodTest {

  private static final String SECRET = "s3cr3t";

  /// Stands in what answers and Events quote.
  private static final String QUOTED = "qu0ted";

  private static final CelCompiler COMPILER = new CelCompiler();

  /// BENT stands in the container, HELD in the pod's spec.
  private static final String REVIEW =
      """
      {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
       "uid":"u-1","kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"ml",
       "operation":"CREATE","userInfo":{"username":"jane","groups":["dev"]},
       "object":{"kind":"Pod","apiVersion":"v1",
        "metadata":{"name":"worker","namespace":"ml","uid":"u-2",
         "creationTimestamp":"2026-11-24T00:00:00Z",
         "labels":{"cgrant.io/writable-cgroup":"true","team/token":"s3cr3t-label"},
         "managedFields":[{"manager":"s3cr3t-manager","fieldsV1":{"f:s3cr3t":{}}}],
         "annotations":{"team/token":"s3cr3t-annotation",
          ANNOTATED
          "kubectl.kubernetes.io/last-applied-configuration":"{\\"s3cr3t-applied\\":1}"}},
        "spec":{"runtimeClassName":"CLASS","hostUsers":false,
         "nodeSelector":{"team/s3cr3t-key":"s3cr3t-node"},
         "hostAliases":[{"ip":"10.0.0.7","hostnames":["s3cr3t-alias"]}],
         HELD
         "initContainers":[
          {"name":"first",
           "image":"https://jane:s3cr3t-password@registry.example.com/fetch:1?token=s3cr3t-query",
           "args":["s3cr3t-init"],
           "resources":{"limits":{"cpu":"900m","memory":"1Gi"}}, BENT
           "env":[{"name":"TOKEN","value":"s3cr3t-of-init"}]},
          {"name":"sidecar","image":"registry.example.com/app:1","restartPolicy":"Always",
           "command":["s3cr3t-sidecar"],
           "resources":{"limits":{"cpu":"900m","memory":"1Gi"}}, BENT
          "env":[{"name":"TOKEN","value":"s3cr3t-of-sidecar"}],
           "startupProbe":{"grpc":{"port":1,"service":"s3cr3t-service"}}}],
         "ephemeralContainers":[
          {"name":"debug","image":"registry.example.com/app:1","args":["s3cr3t-debug"], BENT
           "env":[{"name":"TOKEN","value":"s3cr3t-of-debug"}]}],
         "volumes":[MOUNTED
          {"name":"p","projected":{"sources":[
           {"downwardAPI":{"items":[{"path":"s3cr3t-item","fieldRef":{"fieldPath":"metadata.name"}}]}}]}},
          {"name":"nfs","nfs":{"server":"s3cr3t-server","path":"/s3cr3t-export"}},
          {"name":"data","image":{"reference":"jane:s3cr3t-volume@registry.example.com/data:1"}},
          {"name":"csi","csi":{"driver":"d","volumeAttributes":{"k":"s3cr3t-attribute"}}},
          {"name":"flex","flexVolume":{"driver":"d","options":{"k":"s3cr3t-option"}}},
          {"name":"rbd","rbd":{"monitors":["s3cr3t-monitor"],"keyring":"s3cr3t-keyring"}}],
         "containers":[{"name":"main","image":"registry.example.com/app:1",
          "resources":{"limits":{"cpu":"900m","memory":"1Gi"}},
          BENT
          "command":["$(TOKEN)/run","s3cr3t-word"],"args":["--password=s3cr3t-argument"],
          "workingDir":"/s3cr3t-directory",
          "volumeMounts":[
           {"name":"nfs","mountPath":"/s3cr3t-mount","subPath":"s3cr3t-part"},
           {"name":"p","mountPath":"/x","subPathExpr":"$(TOKEN)/s3cr3t-expression"}],
          "envFrom":[{"prefix":"s3cr3t_","configMapRef":{"name":"settings"}}],
          "env":[{"name":"TOKEN","value":"s3cr3t-value"},{"name":"P","value":"s3cr3t-("},
           {"name":"Q","value":"5s3cr3t\\"Gi'"}],
          "livenessProbe":{"httpGet":{"port":1,"path":"/s3cr3t-path","host":"s3cr3t-host",
           "httpHeaders":[{"name":"Authorization","value":"s3cr3t-header"}]}},
          "readinessProbe":{"exec":{"command":["s3cr3t-probe"]}},
          "lifecycle":{"preStop":{"exec":{"command":["s3cr3t-stop"]}}}}]}}}}
      """;

  /// Breaks all that a container and a pod can break.
  private static final String BENT_CONTAINER =
      """
      "ports":[{"hostPort":80,"containerPort":80}],
      "volumeDevices":[{"name":"csi","devicePath":"/s3cr3t-device"}],
      "securityContext":{"privileged":true,"procMount":"Unmasked","runAsUser":0,
       "capabilities":{"add":["SYS_ADMIN","NONSENSE"]},"seccompProfile":{"type":"Unconfined"},
       "seLinuxOptions":{"user":"u"},
       "appArmorProfile":{"type":"Unconfined","localhostProfile":"s3cr3t-apparmor"}},
      """;

  private static final String GOOD_CONTAINER =
      """
      "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},
       "seccompProfile":{"type":"Localhost","localhostProfile":"s3cr3t-profile"},
       "appArmorProfile":{"type":"Localhost","localhostProfile":"s3cr3t-apparmor"}},
      """;

  private static final String BENT_POD =
      """
      "hostNetwork":true,"hostPID":true,"hostIPC":true,"os":{"name":"windows"},
      "securityContext":{"sysctls":[{"name":"kernel.msgmax","value":"s3cr3t-sysctl"}],
       "seccompProfile":{"type":"Unconfined","localhostProfile":"s3cr3t-profile"}},
      """;

  private static final String BENT_VOLUME =
      """
      {"name":"host","hostPath":{"path":"/run/containerd/qu0ted-path"}},
      """;

  /// Of plugins of the node and of CRI-O.
  private static final String BENT_ANNOTATIONS =
      """
      "io.kubernetes.cri-o.Devices":"/dev/s3cr3t-crio","mem.nri.io/token":"s3cr3t-nri",
      "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw":"qu0ted-value",
      """;

  @Test
  void whereItIsGranted() {
    assertUntold(
        Verdict.Granted.class, review(GOOD_CONTAINER, "", Worlds.CLASS), Worlds.with(lenient()));
  }

  @Test
  void whereItIsRefusedForAllThereIs() {
    Policy strict =
        policy("{\"images\": {\"repositories\": [\"r.example\"], \"digest\": \"Required\"}}");
    var verdict =
        assertUntold(
            Verdict.Refused.class,
            review(BENT_CONTAINER, BENT_POD, Worlds.CLASS),
            Worlds.with(strict));
    int reasons =
        (int) verdict.objections().stream().map(o -> o.finding().reason()).distinct().count();
    assertTrue(reasons >= 18, () -> reasons + ": " + verdict);
  }

  /// Or there would be nothing that lines leave out.
  @Test
  void whatLinesLeaveOutIsQuotedWhereItIsLookedFor() {
    byte[] review = review(GOOD_CONTAINER, BENT_POD, Worlds.CLASS).getBytes(UTF_8);
    Ask ask = ReviewReader.read(review, Ask.Phase.Validate);
    Snapshot world = Worlds.with(lenient());
    String told =
        toldInTheNamespace(new AuditEntry(ask, Gate.decide(ask, world)), world).toString();
    for (String quoted : List.of("/run/containerd/qu0ted-path", "it says \"qu0ted-value\"")) {
      assertTrue(told.contains(quoted), told);
    }
  }

  /// CRI-O takes a program for systemd by what a variable makes of its name.
  @Test
  void whereAVariableNamesTheProgram() {
    String systemd =
        review(GOOD_CONTAINER, "", Worlds.CLASS)
            .replace("$(TOKEN)/run", "$(TOKEN)")
            .replace("s3cr3t-value", "/s3cr3t-folder/sbin/init");
    assertUntold(Verdict.Refused.class, systemd, Worlds.with(lenient()));
  }

  @Test
  void whereNobodyCanDecide() {
    assertUntold(Verdict.Undecided.class, review("", "", "unknown"), Worlds.with(lenient()));
    assertUntold(Verdict.Undecided.class, review("", "", Worlds.CLASS), Snapshot.UNSYNCED);
  }

  /// A rule reads any field, and what goes wrong with a value is best told with the value.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "int(V) > 3",
        "uint(V) > 3u",
        "double(V) > 3.0",
        "timestamp(V) > timestamp('2020-01-01T00:00:00Z')",
        "duration(V) > duration('1s')",
        "quantity(V).isGreaterThan(quantity('1Gi'))",
        "{'a': 1}[V] == 1",
        "object.metadata.labels[V] == 'x'",
        "dyn(V) + 1 == 2",
        "dyn(V) < 3",
        "-dyn(V) == 3",
        "dyn(V)",
        "dyn(V).field == 'x'",
        "V.substring(99) == ''",
        "V.split(',')[7] == ''",
        "[1, 2][int(V)] == 1",
        "[V].sum() == 1",
        "bool(V)",
        "dyn(V) ? true : false",
        "dyn(V) && true",
        "dyn(V).all(x, x == 1)",
        "1 in dyn(V)",
      })
  void whereARuleOrAConditionFails(String form) {
    for (int i = 0; i < 3; i++) {
      String text = form.replace("V", "object.spec.containers[0].env[" + i + "].value");
      var json = new ObjectMapper().getNodeFactory().textNode(text);
      Policy ruled =
          policy(
              "{\"podSecurity\": \"Privileged\", \"rules\": [{\"name\": \"r\", \"expression\": %s}]}"
                  .formatted(json));
      assertUntold(Verdict.Refused.class, review("", "", Worlds.CLASS), Worlds.with(ruled));
      Policy conditional =
          policy("{}", ", \"conditions\": [{\"name\": \"c\", \"expression\": %s}]".formatted(json));
      assertUntold(Verdict.Refused.class, review("", "", Worlds.CLASS), Worlds.with(conditional));
    }
  }

  /// What is there already, and would become another.
  @Test
  void whereAPodThatRunsIsChanged() throws IOException {
    var json = new ObjectMapper();
    ObjectNode review = (ObjectNode) json.readTree(review(BENT_CONTAINER, BENT_POD, Worlds.CLASS));
    ObjectNode request = (ObjectNode) review.path("request");
    request.put("operation", "UPDATE").put("subResource", "ephemeralcontainers");
    ObjectNode old = request.path("object").deepCopy();
    ((ObjectNode) old.path("spec")).remove("ephemeralContainers");
    ((ObjectNode) old.at("/spec/containers/0/env/0")).put("value", "s3cr3t-before");
    request.set("oldObject", old);
    assertUntold(Verdict.Refused.class, review.toString(), Worlds.with(lenient()));
  }

  private static <V extends Verdict> V assertUntold(Class<V> kind, String review, Snapshot world) {
    V last = null;
    try (var log = new OwnLog()) {
      for (Ask.Phase phase : Ask.Phase.values()) {
        Ask ask = ReviewReader.read(review.getBytes(UTF_8), phase);
        Verdict verdict = Gate.decide(ask, world);
        last = assertInstanceOf(kind, verdict, verdict::toString);
        var entry = new AuditEntry(ask, verdict);
        toldToAll(entry).forEach(SecretsStayInThePodTest::assertUnquoted);
        toldInTheNamespace(entry, world).forEach(SecretsStayInThePodTest::assertUntold);
      }
      List<String> looked = looked(review, world);
      assertEquals(last instanceof Verdict.Undecided ? 0 : 5, looked.size(), looked::toString);
      looked.forEach(SecretsStayInThePodTest::assertUnquoted);
      log.lines().forEach(SecretsStayInThePodTest::assertUnquoted);
    }
    return last;
  }

  private static void assertUnquoted(String text) {
    assertUntold(text);
    assertFalse(text.contains(QUOTED), text);
  }

  private static void assertUntold(String text) {
    assertFalse(text.toLowerCase(Locale.ROOT).contains(SECRET), text);
  }

  /// What is told of the pod when it runs, and its grant is recorded nowhere; nothing where nobody
  /// knows its class.
  private static List<String> looked(String review, Snapshot world) {
    try {
      byte[] pod =
          new ObjectMapper().readTree(review).at("/request/object").toString().getBytes(UTF_8);
      var today = new Today(world, Map.of("ray", 1L), name -> Optional.empty());
      return Inspection.of(StoredPodReader.read(pod), today).stream()
          .flatMap(
              holding ->
                  Stream.concat(
                      Reports.of(holding).stream(),
                      Stream.of(
                          Lines.of(Change.Drifted, holding),
                          Happening.of(holding).orElseThrow().toString(),
                          holding.drift().orElseThrow().sentence())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All that cgrant says of itself meanwhile.
  private static final class OwnLog extends Handler implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();

    OwnLog() {
      setLevel(Level.ALL);
      Logger.getLogger("").addHandler(this);
    }

    List<String> lines() {
      return lines;
    }

    @Override
    public void publish(LogRecord each) {
      lines.add(each.getMessage() + Arrays.toString(each.getParameters()) + each.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      Logger.getLogger("").removeHandler(this);
    }
  }

  /// To whoever may read logs and traces.
  private static List<String> toldToAll(AuditEntry entry) {
    var told = new ArrayList<>(List.of(Lines.of(entry), Spans.of(entry)));
    told.addAll(Answer.to(entry.ask(), entry.verdict()).auditAnnotations().values());
    return told;
  }

  /// To whoever made the pod, or may look into its namespace.
  private static List<String> toldInTheNamespace(AuditEntry entry, Snapshot world) {
    Answer answer = Answer.to(entry.ask(), entry.verdict());
    var told = new ArrayList<String>();
    Happening.of(entry, Worlds.CONTROLLERS).ifPresent(h -> told.add(h.toString()));
    answer.denial().ifPresent(d -> told.add(d.message()));
    told.addAll(answer.warnings());
    told.add(explained(entry.ask(), world));
    return told;
  }

  private static String explained(Ask ask, Snapshot world) {
    Explanation explanation =
        Explanation.told("pod", ask, Transcript.of(ask, world), world, Duration.ZERO);
    return ExplanationTree.of(explanation).toString();
  }

  private static String review(String container, String pod, String className) {
    return REVIEW
        .replace("BENT", container)
        .replace("HELD", pod)
        .replace("MOUNTED", pod.isEmpty() ? "" : BENT_VOLUME)
        .replace("ANNOTATED", pod.isEmpty() ? "" : BENT_ANNOTATIONS)
        .replace("CLASS", className);
  }

  private static Policy lenient() {
    return policy("{\"podSecurity\": \"Privileged\"}");
  }

  private static Policy policy(String require) {
    return policy(require, "");
  }

  private static Policy policy(String require, String more) {
    String text =
        """
        {"apiVersion": "cgrant.io/v1alpha1", "kind": "WritableCgroupPolicy",
         "metadata": {"name": "ray", "generation": 1},
         "spec": {"match": {"namespaceSelector": {"matchLabels": {"team": "ml"}} MORE},
          "grant": {"routes": ["RuntimeClass"], "runtimeClassName": "cgroup-writable"},
          "require": REQUIRE}}
        """
            .replace("MORE", more)
            .replace("REQUIRE", require);
    try {
      PolicyReading reading = PolicyReader.read(new ObjectMapper().readTree(text), COMPILER);
      return assertInstanceOf(PolicyReading.Ready.class, reading, reading::toString).policy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
