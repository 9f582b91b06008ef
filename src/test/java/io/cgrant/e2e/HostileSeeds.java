// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.file.Document;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.UnreadableFile;
import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Bodies to bend, for each door those that it reads: known attacks, workloads that make pods of
/// them, and policies.
final class HostileSeeds {

  static final String POLICY = "/validate-policy";
  static final List<String> DOORS = List.of("/mutate", "/validate", "/mutate-template", POLICY);

  private static final Path POLICIES = Path.of("src/test/resources/policies");
  private static final Path POLICY_REVIEWS =
      Path.of("src/test/resources/io/cgrant/fuzz/ReadersFuzzTestInputs/policy");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 200_000;

  private final List<byte[]> all = new ArrayList<>();
  private final Map<String, List<byte[]>> own;

  HostileSeeds() {
    try {
      List<byte[]> attacks = fitting(AbuseCase.all().map(AbuseCase::body));
      List<byte[]> templates = fitting(templates());
      List<byte[]> policies = fitting(Stream.concat(policies(), read(POLICY_REVIEWS)));
      List.of(attacks, templates, policies).forEach(all::addAll);
      own =
          Map.of(
              "/mutate",
              attacks,
              "/validate",
              all,
              "/mutate-template",
              templates,
              POLICY,
              policies);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Half of them are meant for this door, the others for any.
  byte[] any(String door, RandomGenerator random) {
    List<byte[]> from = random.nextBoolean() ? own.get(door) : all;
    return from.get(random.nextInt(from.size()));
  }

  /// A Deployment for each pod.
  private static Stream<byte[]> templates() throws IOException {
    var templates = new ArrayList<byte[]>();
    for (AbuseCase attack : AbuseCase.pods().toList()) {
      JsonNode review = JSON.readTree(attack.body());
      ObjectNode request = (ObjectNode) review.path("request");
      JsonNode pod = request.path("object").deepCopy();
      request.withObject("/kind").put("group", "apps").put("kind", "Deployment");
      request.withObject("/resource").put("group", "apps").put("resource", "deployments");
      request.remove(List.of("requestKind", "requestResource"));
      ObjectNode object = request.putObject("object");
      object.put("apiVersion", "apps/v1").put("kind", "Deployment");
      object.withObject("/metadata").put("name", "attack").put("namespace", "abuse");
      object.withObject("/spec").set("template", pod);
      templates.add(JSON.writeValueAsBytes(review));
    }
    return templates.stream();
  }

  private static Stream<byte[]> policies() throws IOException {
    var reviews = new ArrayList<byte[]>();
    for (byte[] file : read(POLICIES).toList()) {
      for (Document policy : documents(file)) {
        ObjectNode review = JSON.createObjectNode();
        review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        ObjectNode request = review.putObject("request").put("uid", "u");
        request.set("object", JSON.readTree(policy.json()));
        reviews.add(JSON.writeValueAsBytes(review));
      }
    }
    return reviews.stream();
  }

  /// Some are there to be unreadable.
  private static List<Document> documents(byte[] file) {
    try {
      return ManifestFile.read("policy.yaml", file);
    } catch (UnreadableFile e) {
      return List.of();
    }
  }

  private static Stream<byte[]> read(Path folder) throws IOException {
    var files = new ArrayList<byte[]>();
    try (Stream<Path> names = Files.list(folder)) {
      for (Path name : names.filter(n -> !n.toString().endsWith(".txt")).sorted().toList()) {
        files.add(Files.readAllBytes(name));
      }
    }
    return files.stream();
  }

  private static List<byte[]> fitting(Stream<byte[]> bodies) {
    return bodies.filter(body -> body.length < LARGEST).toList();
  }
}
