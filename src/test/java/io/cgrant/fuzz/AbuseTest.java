// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.cel.CelCompiler;
import io.cgrant.file.DescribedCluster;
import io.cgrant.file.Document;
import io.cgrant.file.ManifestFile;
import io.cgrant.fuzz.Judgement.Outcome;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.Gate;
import io.cgrant.trouble.Soon;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every known attack through the first door: the bytes of a review, the reader and the gate.
final class AbuseTest {

  static Stream<AbuseCase> attacks() {
    return AbuseCase.all();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void comesToWhatIsExpected(AbuseCase attack) throws IOException {
    byte[] body = attack.body();
    GateUnderTest got = Soon.within(attack.within(), () -> judged(attack, body));
    assertEquals(attack.outcome(), got.outcome(), () -> attack.why() + "\n" + got.detail());
    if (got.outcome() != Outcome.UNREADABLE) {
      assertTrue(
          got.reasons().containsAll(attack.reasons()),
          () -> "expected " + attack.reasons() + ", got " + got.reasons());
    }
  }

  @Test
  void thereAreManyAndEachSaysWhy() {
    assertTrue(AbuseCase.all().count() >= 60);
    AbuseCase.all().forEach(a -> assertFalse(a.why().isBlank(), a::toString));
  }

  @Test
  void aPodIsSentAsAnApiServerSendsIt() throws IOException {
    var json = new ObjectMapper();
    List<AbuseCase> pods = AbuseCase.pods().toList();
    assertTrue(pods.size() >= 60, pods::toString);
    for (AbuseCase attack : pods) {
      JsonNode request = json.readTree(attack.body()).get("request");
      var names = new ArrayList<String>();
      request.fieldNames().forEachRemaining(names::add);
      assertEquals(
          List.of(
              "uid kind resource requestKind requestResource name namespace operation userInfo"
                  + " object oldObject dryRun options",
              "CreateOptions",
              "system:authenticated",
              "pods"),
          List.of(
              String.join(" ", names),
              request.at("/options/kind").asText(),
              request.at("/userInfo/groups/0").asText(),
              request.at("/requestResource/resource").asText()),
          attack::toString);
    }
  }

  /// A pod that is not changed on its way is what is validated after.
  private static GateUnderTest judged(AbuseCase attack, byte[] body) throws IOException {
    if (!attack.isMutated()) {
      return judged(body, Phase.Validate);
    }
    GateUnderTest first = judged(body, Phase.Mutate);
    return first.outcome() == Outcome.NOT_ASKED ? judged(body, Phase.Validate) : first;
  }

  private static GateUnderTest judged(byte[] body, Phase phase) throws IOException {
    Ask ask;
    try {
      ask = ReviewReader.read(body, phase);
    } catch (Unreadable e) {
      return new GateUnderTest(Outcome.UNREADABLE, Set.of(), e.getMessage());
    }
    var files = new ArrayList<Document>();
    for (var file : new java.nio.file.Path[] {AbuseCase.CLUSTER, AbuseCase.POLICIES}) {
      files.addAll(ManifestFile.read(file.toString(), Files.readAllBytes(file)));
    }
    var snapshot =
        DescribedCluster.of(files, new CelCompiler())
            .snapshot(ask.subject().namespace(), Set.of("cgroup-writable"));
    return GateUnderTest.of(Gate.decide(ask, snapshot));
  }
}
