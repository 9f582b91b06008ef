// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.values.NullValue;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Route;
import io.cgrant.policy.RouteFinder;
import io.cgrant.rerun.FailsForGood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Containers whose first word is put together of variables, as crookedly as it goes. What the
/// kubelet makes of it and CRI-O takes for systemd must be sent to the gate, and the gate must take
/// it for a route, or say that it cannot know.
@FailsForGood
final class FirstWordFuzzTest {

  private static final long FIXED_SEED = 1;
  private static final int MUTANTS = Integer.getInteger("cgrant.fuzz.mutants", 50_000) / 10;

  private static final String[] NAMES = {
    "A",
    "B",
    "C",
    "X_PORT",
    "Y_PORT",
    "U_PORT_53_UDP_PROTO",
    "X_PORT_443_TCP_PROTO",
    "X_PORT_443_TCP",
    "X_SERVICE_HOST",
    "X_SERVICE_PORT",
    "Z_SERVICE_PORT",
    "S_PORT_1_SCTP_PROTO",
    "$(A",
    "A/sbin/init",
    "/sbin/init_PORT",
    "/sbin/init_SERVICE_PORT",
    "systemd"
  };

  private static final String[] PIECES = {
    "/sbin",
    "/init",
    "/sbin/ini",
    "/sbin/init",
    "t",
    "systemd",
    "/",
    "system",
    "d",
    "$",
    "$$",
    "\0",
    "(",
    ")",
    "$(",
    "x",
    "/bin/",
    "n",
    "/systemd",
    "/sbin/in",
    "it",
    "//",
    "-"
  };

  private static final String[] OWN = {"p", "systemd", "d", "system", "t"};
  private static final String[] ANNOTATIONS = {"", "/sbin/init", "systemd", "$(A)", "/init"};

  private static final String[] FIELDS = {
    "metadata.name",
    "metadata.namespace",
    "spec.serviceAccountName",
    "metadata.annotations['a']",
    "metadata.labels['l']",
    "metadata.labels['topology.kubernetes.io/zone']"
  };

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MatchConditions SENT = MatchConditions.ofValidating("pods.cgrant.io");
  private static final Kept KEPT = Kept.in("kept-first-words");

  @Test
  void systemdIsSentAndFoundInPodsMadeTheSameWayEachTime() throws IOException {
    assertTrue(run(FIXED_SEED, MUTANTS / 2) > MUTANTS / 100, "hardly any is systemd");
  }

  @Test
  void systemdIsSentAndFoundInPodsNeverSeenBefore() throws IOException {
    long seed = NewSeed.of("first words");
    run(seed, MUTANTS - MUTANTS / 2);
  }

  static List<Path> kept() throws IOException {
    return KEPT.files();
  }

  /// What once slipped past one of the two.
  @ParameterizedTest
  @MethodSource("kept")
  void systemdIsSentAndFoundInWhatWasOnceMissed(Path kept) throws IOException {
    assertEquals("", problem((ObjectNode) JSON.readTree(kept.toFile())), kept::toString);
  }

  private static int run(long seed, int mutants) throws IOException {
    var random = new SplittableRandom(seed);
    int found = 0;
    for (int i = 0; i < mutants; i++) {
      ObjectNode pod = pod(random);
      String problem = problem(pod);
      String told = KEPT.write(seed, problem.isEmpty() ? List.of() : List.of(pod.toString()));
      assertEquals("", problem, told);
      found += Kubelet.isSystemd(firstWord(pod)) ? 1 : 0;
    }
    return found;
  }

  /// Empty where it is none.
  private static String problem(ObjectNode pod) throws IOException {
    String word = firstWord(pod);
    boolean isSystemd = Kubelet.isSystemd(word);
    MatchConditions.Fate fate = SENT.of(variables(pod));
    if (fate != MatchConditions.Fate.SENT && (fate != MatchConditions.Fate.NOT_SENT || isSystemd)) {
      return fate + ": \"" + word + "\" of " + pod;
    }
    String missed = isSystemd ? missed(pod) : "";
    return missed.isEmpty() ? "" : missed + ": \"" + word + "\" of " + pod;
  }

  /// Empty where the gate sees a route or something that it cannot know.
  private static String missed(ObjectNode pod) throws IOException {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request").put("uid", "u").put("operation", "CREATE");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.put("namespace", pod.at("/metadata/namespace").asText());
    request.putObject("userInfo").put("username", "jane");
    request.set("object", pod);
    Ask ask = ReviewReader.read(JSON.writeValueAsBytes(review), Ask.Phase.Validate);
    var entrypoint = ask.pod().spec().containers().getFirst().entrypoint().orElseThrow();
    boolean isFound =
        RouteFinder.inPod(ask.pod()).stream().anyMatch(r -> r instanceof Route.CrioSystemd);
    return isFound || !entrypoint.unknown().isEmpty() ? "" : entrypoint.toString();
  }

  private static String firstWord(ObjectNode pod) {
    var fields = new HashMap<String, String>();
    fields.put(FIELDS[0], pod.at("/metadata/name").asText());
    fields.put(FIELDS[1], pod.at("/metadata/namespace").asText());
    fields.put(FIELDS[2], pod.at("/spec/serviceAccountName").asText());
    fields.put(FIELDS[3], pod.at("/metadata/annotations/a").asText());
    fields.put(FIELDS[4], pod.at("/metadata/labels/l").asText());
    // What the API server gives a pod with its node.
    fields.put(FIELDS[5], "it");
    return new Kubelet(fields).firstWord(pod.at("/spec/containers/0"));
  }

  private static Map<String, Object> variables(ObjectNode pod) {
    Map<String, Object> kind = Map.of("kind", "Pod");
    return Map.of(
        "object",
        JSON.convertValue(pod, Map.class),
        "oldObject",
        NullValue.NULL_VALUE,
        "request",
        Map.of("operation", "CREATE", "kind", kind));
  }

  private static ObjectNode pod(RandomGenerator random) {
    ObjectNode pod = JSON.createObjectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("name", one(OWN, random)).put("namespace", one(OWN, random));
    metadata.putObject("annotations").put("a", one(ANNOTATIONS, random));
    metadata.putObject("labels").put("l", one(OWN, random));
    ObjectNode spec = pod.putObject("spec").put("serviceAccountName", one(OWN, random));
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "m").put("image", "i");
    ArrayNode environment = container.putArray("env");
    int variables = random.nextInt(6);
    for (int i = 0; i < variables; i++) {
      fill(environment.addObject().put("name", one(NAMES, random)), random);
    }
    String word = text(random);
    container
        .putArray(random.nextInt(4) == 0 ? "args" : "command")
        .add(word.isEmpty() ? "$(A)" : word);
    return pod;
  }

  private static void fill(ObjectNode variable, RandomGenerator random) {
    switch (random.nextInt(9)) {
      case 0 ->
          variable
              .putObject("valueFrom")
              .putObject("fieldRef")
              .put("fieldPath", one(FIELDS, random));
      case 1 ->
          variable
              .putObject("valueFrom")
              .putObject("secretKeyRef")
              .put("name", "s")
              .put("key", "k")
              .put("optional", true);
      case 2 ->
          variable
              .putObject("valueFrom")
              .putObject("resourceFieldRef")
              .put("resource", "limits.cpu");
      default -> {
        String value = text(random);
        // Go leaves out what is empty.
        if (!value.isEmpty()) {
          variable.put("value", value);
        }
      }
    }
  }

  private static String text(RandomGenerator random) {
    var text = new StringBuilder();
    int pieces = random.nextInt(4);
    for (int i = 0; i < pieces; i++) {
      text.append(random.nextInt(5) < 3 ? "$(" + one(NAMES, random) + ")" : one(PIECES, random));
    }
    return text.toString();
  }

  private static String one(String[] of, RandomGenerator random) {
    return of[random.nextInt(of.length)];
  }
}
