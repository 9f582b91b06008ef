// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.admission.Answer;
import io.cgrant.admission.AuditEntry;
import io.cgrant.cel.CelCompiler;
import io.cgrant.explain.Explanation;
import io.cgrant.explain.ExplanationTree;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Transcript;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.reading.PolicyReader;
import io.cgrant.reading.PolicyReading;
import io.cgrant.record.Lines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever becomes of a pod, nothing that it keeps to itself is told: in no line of the log, note
/// of an Event, answer, warning, audit annotation or explanation.
class SecretsStayInThePodTest {

  private static final String SECRET = "s3cr3t";

  private static final CelCompiler COMPILER = new CelCompiler();

  /// BENT stands in the container, HELD in the pod's spec.
  private static final String REVIEW =
      """
      {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
       "uid":"u-1","kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"ml",
       "operation":"CREATE","userInfo":{"username":"jane","groups":["dev"]},
       "object":{"kind":"Pod","apiVersion":"v1",
        "metadata":{"name":"worker","labels":{"cgrant.io/writable-cgroup":"true"},
         "annotations":{"team/token":"s3cr3t-annotation",
          "kubectl.kubernetes.io/last-applied-configuration":"{\\"s3cr3t-applied\\":1}"}},
        "spec":{"runtimeClassName":"CLASS","hostUsers":false,
         HELD
         "volumes":[
          {"name":"data","image":{"reference":"jane:s3cr3t-volume@registry.example.com/data:1"}},
          {"name":"csi","csi":{"driver":"d","volumeAttributes":{"k":"s3cr3t-attribute"}}},
          {"name":"flex","flexVolume":{"driver":"d","options":{"k":"s3cr3t-option"}}},
          {"name":"rbd","rbd":{"monitors":["s3cr3t-monitor"],"keyring":"s3cr3t-keyring"}}],
         "initContainers":[{"name":"fetch",
          "image":"https://jane:s3cr3t-password@registry.example.com/fetch:1?token=s3cr3t-query",
          "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},
           "seccompProfile":{"type":"RuntimeDefault"}},
          "resources":{"limits":{"cpu":"900m","memory":"1Gi"}}}],
         "containers":[{"name":"main","image":"registry.example.com/app:1",
          "resources":{"limits":{"cpu":"900m","memory":"1Gi"}},
          BENT
          "command":["$(TOKEN)/run","s3cr3t-word"],"args":["--password=s3cr3t-argument"],
          "workingDir":"/s3cr3t-directory",
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
       "seLinuxOptions":{"user":"u"},"appArmorProfile":{"type":"Unconfined"}},
      """;

  private static final String GOOD_CONTAINER =
      """
      "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},
       "seccompProfile":{"type":"RuntimeDefault"}},
      """;

  private static final String BENT_POD =
      """
      "hostNetwork":true,"hostPID":true,"hostIPC":true,"os":{"name":"windows"},
      "securityContext":{"sysctls":[{"name":"kernel.msgmax","value":"s3cr3t-sysctl"}]},
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

  private static <V extends Verdict> V assertUntold(Class<V> kind, String review, Snapshot world) {
    V last = null;
    for (Ask.Phase phase : Ask.Phase.values()) {
      Ask ask = ReviewReader.read(review.getBytes(StandardCharsets.UTF_8), phase);
      Verdict verdict = Gate.decide(ask, world);
      last = assertInstanceOf(kind, verdict, verdict::toString);
      List<String> told = told(ask, verdict, world);
      assertFalse(told.isEmpty());
      for (String text : told) {
        assertFalse(text.toLowerCase(Locale.ROOT).contains(SECRET), text);
      }
    }
    return last;
  }

  private static List<String> told(Ask ask, Verdict verdict, Snapshot world) {
    var entry = new AuditEntry(ask, verdict);
    Answer answer = Answer.to(ask, verdict);
    var told = new ArrayList<String>();
    told.add(Lines.of(entry));
    Happening.of(entry).ifPresent(h -> told.add(h.toString()));
    answer.denial().ifPresent(d -> told.add(d.message()));
    told.addAll(answer.warnings());
    told.addAll(answer.auditAnnotations().values());
    told.add(explained(ask, world));
    return told;
  }

  private static String explained(Ask ask, Snapshot world) {
    Explanation explanation =
        Explanation.told("pod", ask, Transcript.of(ask, world), world, Duration.ZERO);
    return ExplanationTree.of(explanation).toString();
  }

  private static String review(String container, String pod, String className) {
    return REVIEW.replace("BENT", container).replace("HELD", pod).replace("CLASS", className);
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
