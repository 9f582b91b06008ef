// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Entrypoint;
import io.cgrant.pod.HostNamespaces;
import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView.Owner;
import io.cgrant.pod.Quantity;
import io.cgrant.pod.Resources;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Ask.Operation;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.Ask.Requester;
import io.cgrant.policy.Ask.Subject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewReaderTest {

  @Test
  void readsTheRequest() {
    Ask ask = read(Reviews.pod());

    assertEquals("u-1", ask.uid());
    assertEquals(Phase.Validate, ask.phase());
    assertEquals(Operation.CREATE, ask.operation());
    assertEquals(new Subject("Pod", "ml", "worker", "", ""), ask.subject());
    assertEquals(new Requester("jane", List.of("dev", "system:authenticated")), ask.requester());
    assertEquals(Optional.empty(), ask.old());
    assertTrue(ask.dryRun());
  }

  @Test
  void readsThePod() {
    Ask ask = read(Reviews.pod());
    PodSpec spec = ask.pod().spec();

    assertEquals(Map.of("app", "ray"), ask.pod().labels());
    assertEquals(Map.of("a", "b"), ask.pod().annotations());
    assertEquals(
        Optional.of(new Owner("apps/v1", "ReplicaSet", "ray-1", "2")), ask.pod().controller());
    assertEquals(Optional.of("cgroup-writable"), spec.runtimeClassName());
    assertEquals(Optional.of(false), spec.hostUsers());
    assertEquals(new HostNamespaces(true, true, true, false), spec.hostNamespaces());
    assertEquals("ray-head", spec.serviceAccountName());
    assertEquals(Optional.of("RuntimeDefault"), spec.seccompType());
    assertEquals(
        Optional.of(Quantity.parse("4Gi")), spec.resources().orElseThrow().limit("memory"));
    assertEquals(1, spec.hostPaths().size());
    assertEquals("spec.volumes[1].hostPath.path", spec.hostPaths().getFirst().path());
    assertEquals("/data", spec.hostPaths().getFirst().hostPath());
  }

  @Test
  void putsContainersOfEveryKindIntoOneList() {
    List<ContainerView> containers = read(Reviews.pod()).pod().spec().containers();

    assertEquals(
        List.of(
            ContainerKind.INIT, ContainerKind.SIDECAR, ContainerKind.MAIN, ContainerKind.EPHEMERAL),
        containers.stream().map(ContainerView::kind).toList());
    assertEquals(
        List.of(
            "spec.initContainers[0]",
            "spec.initContainers[1]",
            "spec.containers[0]",
            "spec.ephemeralContainers[0]"),
        containers.stream().map(ContainerView::path).toList());
    assertEquals(
        Optional.of(new Entrypoint("command[0]", "/sbin/init", List.of())),
        containers.getFirst().entrypoint());
    ContainerView app = containers.get(2);
    assertEquals(Optional.of(Quantity.parse("1.5")), app.resources().limit("cpu"));
    assertEquals(Quantity.parse("1"), app.resources().requests().get("cpu"));
    assertEquals(List.of("CHOWN"), app.security().capabilitiesAdd());
    assertEquals(List.of("ALL"), app.security().capabilitiesDrop());
    assertEquals(Optional.of("Localhost"), app.security().seccompType());
    assertEquals(Optional.of("Writable"), app.security().cgroupMountMode());
    assertEquals(Optional.of(false), app.security().allowPrivilegeEscalation());
  }

  @Test
  void readsTheSameWhateverTheOrderOfKeys() {
    byte[] objectFirst =
        Reviews.bent(
            request -> {
              var kind = request.remove("kind");
              request.set("kind", kind);
            });

    assertEquals(read(Reviews.pod()).forTheRecord(), read(objectFirst).forTheRecord());
  }

  /// What is passed over can lie within what was passed over.
  @Test
  void readsVariablesWhateverTheOrderOfKeys() {
    byte[] objectFirst =
        Reviews.bent(
            request -> {
              var app = (ObjectNode) request.at("/object/spec/containers/0");
              app.putArray("env").addObject().put("name", "WORD").put("value", "/sbin/init");
              app.putArray("command").add("$(WORD)");
              var kind = request.remove("kind");
              request.set("kind", kind);
            });

    Entrypoint read = read(objectFirst).pod().spec().containers().get(2).entrypoint().get();
    assertEquals("/sbin/init", read.text());
  }

  @ParameterizedTest
  @CsvSource({
    "apps, Deployment, spec.template.",
    "apps, ReplicaSet, spec.template.",
    "apps, StatefulSet, spec.template.",
    "apps, DaemonSet, spec.template.",
    "batch, Job, spec.template.",
    "batch, CronJob, spec.jobTemplate.spec.template.",
    "'', ReplicationController, spec.template.",
    "'', PodTemplate, template."
  })
  void findsThePodInEveryTemplate(String group, String kind, String podPath) {
    Ask pod = read(Reviews.pod());
    Ask ask = read(wrapped(group, kind, podPath));

    assertEquals(Phase.Preview, ask.phase());
    assertEquals(new Subject(kind, "ml", "maker", "", podPath), ask.subject());
    assertEquals(pod.pod().spec(), ask.pod().spec());
    assertEquals(pod.pod().labels(), ask.pod().labels());
  }

  @Test
  void readsTheOldObjectOfAnUpdate() {
    byte[] update =
        Reviews.bent(
            request -> {
              request.put("operation", "UPDATE");
              request.set("oldObject", request.get("object").deepCopy());
            });

    Ask ask = read(update);

    assertEquals(Operation.UPDATE, ask.operation());
    assertEquals(Optional.of(ask.pod()), ask.old());
  }

  @Test
  void takesNullForLeftOut() {
    byte[] nulls =
        Reviews.replaced("\"hostUsers\":false", "\"hostUsers\":null,\"nodeSelector\":null");

    assertEquals(Optional.empty(), read(nulls).pod().spec().hostUsers());
  }

  @Test
  void namesAPodThatHasNoNameYetAfterItsPrefix() {
    byte[] generated =
        Reviews.replaced(
            "{\"name\":\"worker\",\"namespace\"", "{\"generateName\":\"w-\",\"namespace\"");

    assertEquals("w-", read(generated).subject().name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"hostUsers\":false,\"hostUsers\":false|\"hostUsers\":false",
        "\"procMount\":\"Default\",\"procMount\":\"Default\"|\"procMount\":\"Default\"",
        "\"kind\":\"CreateOptions\",\"kind\":\"CreateOptions\"|\"kind\":\"CreateOptions\"",
        "\"app\":\"ray\",\"app\":\"ray\"|\"app\":\"ray\"",
        "\"hostUsers\":\"false\"|\"hostUsers\":false",
        "\"hostUsers\":0|\"hostUsers\":false",
        "\"hostUsers\":[]|\"hostUsers\":false",
        "\"runtimeClassName\":{}|\"runtimeClassName\":\"cgroup-writable\"",
        "\"add\":\"CHOWN\"|\"add\":[\"CHOWN\"]",
        "\"add\":[7]|\"add\":[\"CHOWN\"]",
        "\"limits\":{\"cpu\":\"lots\"}|\"limits\":{\"cpu\":\"1500m\"}",
        "\"limits\":{\"cpu\":true}|\"limits\":{\"cpu\":\"1500m\"}",
        "\"spec\":7,\"x\":{|\"spec\":{",
        "\"containers\":[null,{|\"containers\":[{",
        "\"status\":{\"a\":123456789012345678901234567890}|\"status\":{}",
        "\"status\":{\"a\":1e999}|\"status\":{}",
        "\"status\":{\"a\":NaN}|\"status\":{}",
        "\"status\":{\"a\":1,}|\"status\":{}",
        "\"operation\":\"DELETE\"|\"operation\":\"CREATE\"",
        "\"kind\":\"Service\"|\"kind\":\"Pod\"},\n",
        "\"uid\":\"\"|\"uid\":\"u-1\"",
        "\"apiVersion\":\"admission.k8s.io/v1beta1\"|\"apiVersion\":\"admission.k8s.io/v1\"",
        "\"object\":null,\"x\":{|\"object\":{",
      })
  void refusesToGuess(String change) {
    String[] byAndPiece = change.split("\\|");
    String piece = byAndPiece[1].strip();
    byte[] body = Reviews.replaced(piece, byAndPiece[0].replace("Service\"", "Service\"}"));

    assertThrows(Unreadable.class, () -> read(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "[]", "7", "{", "{}", "\"x\"", "{} {}", "\u0000", "{\"a\""})
  void refusesWhatIsNoReview(String body) {
    assertThrows(Unreadable.class, () -> read(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void tellsEmptyPodLevelResourcesFromNone() {
    byte[] empty =
        Reviews.replaced("\"resources\":{\"limits\":{\"memory\":\"4Gi\"}}", "\"resources\":{}");
    byte[] none =
        Reviews.replaced("\"resources\":{\"limits\":{\"memory\":\"4Gi\"}}", "\"resources\":null");

    assertEquals(Optional.of(Resources.NONE), read(empty).pod().spec().resources());
    assertEquals(Optional.empty(), read(none).pod().spec().resources());
  }

  /// It is asked for at the API server, and an Event lies in it.
  @ParameterizedTest
  @ValueSource(strings = {"", "ml/pods?n=1", "../web", "ml#", "%6dl", "ML", "ml.prod"})
  void refusesANamespaceThatNoneCanBe(String namespace) {
    byte[] body =
        Reviews.replaced(
            "\"namespace\":\"ml\",\"operation\"",
            "\"namespace\":\"" + namespace + "\",\"operation\"");

    var unreadable = assertThrows(Unreadable.class, () -> read(body));
    assertTrue(unreadable.getMessage().startsWith("/request/namespace: "), unreadable::getMessage);
  }

  @Test
  void refusesACrowdOfContainers() {
    String crowd = "\"containers\":[" + "{},".repeat(1_000) + "{";
    byte[] body = Reviews.replaced("\"containers\":[{", crowd);

    assertThrows(Unreadable.class, () -> read(body));
  }

  @Test
  void refusesADepthBombAtOnce() {
    String bomb = "{\"a\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}";

    assertThrows(Unreadable.class, () -> read(bomb.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesWhatFollowsTheReview() {
    byte[] twice = (Reviews.POD + Reviews.POD).getBytes(StandardCharsets.UTF_8);

    assertThrows(Unreadable.class, () -> read(twice));
  }

  @Test
  void saysWhere() {
    byte[] body = Reviews.replaced("\"hostUsers\":false", "\"hostUsers\":\"no\"");

    var unreadable = assertThrows(Unreadable.class, () -> read(body));

    assertEquals(
        "/request/object/spec/hostUsers: expected true or false, found a string",
        unreadable.getMessage());
  }

  private static Ask read(byte[] body) {
    return ReviewReader.read(body, Phase.Validate);
  }

  private static byte[] wrapped(String group, String kind, String podPath) {
    return Reviews.bent(
        request -> {
          var pod = (ObjectNode) request.get("object");
          pod.remove(List.of("kind", "apiVersion"));
          ObjectNode object = request.putObject("object");
          object.putObject("metadata").put("name", "maker");
          ObjectNode at = object;
          String[] steps = podPath.split("\\.");
          for (int i = 0; i < steps.length - 1; i++) {
            at = at.putObject(steps[i]);
          }
          at.set(steps[steps.length - 1], pod);
          ((ObjectNode) request.get("kind")).put("group", group).put("kind", kind);
        });
  }
}
