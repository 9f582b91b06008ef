// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.file.ManifestFile;
import io.cgrant.fuzz.Judgement.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// A folder of `src/test/resources/abuse`: one attack, and what must come of it.
///
/// `pod.yaml` is a pod that somebody creates, `request.json` the body that cgrant is sent, byte for
/// byte but for its `stuff`, which `expected.yaml` has put in many times.
public record AbuseCase(Path folder, JsonNode expected) {

  public static final Path FOLDER = Path.of("src/test/resources/abuse");
  public static final Path CLUSTER = FOLDER.resolve("cluster.yaml");
  public static final Path POLICIES = FOLDER.resolve("policies.yaml");

  private static final ObjectMapper JSON = new ObjectMapper();

  public static Stream<AbuseCase> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.filter(Files::isDirectory).sorted().map(AbuseCase::of).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Stream<AbuseCase> pods() {
    return all().filter(AbuseCase::isPod);
  }

  /// Any one that is refused, for who needs a pod of which there is much to tell.
  public static AbuseCase refused() {
    return pods().filter(c -> c.verdict().equals("Refused")).findFirst().orElseThrow();
  }

  private static AbuseCase of(Path folder) {
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    try {
      return new AbuseCase(
          folder, JSON.valueToTree(yaml.load(Files.readString(folder.resolve("expected.yaml")))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isPod() {
    return Files.exists(pod());
  }

  public Path pod() {
    return folder.resolve("pod.yaml");
  }

  /// `Granted`, `Refused`, `NotAsked`, `Undecided`, `Unreadable`, or of a template `Warned`.
  public String verdict() {
    return expected.path("verdict").asText();
  }

  Outcome outcome() {
    return switch (verdict()) {
      case "Granted" -> Outcome.GRANTED;
      case "Refused", "Warned" -> Outcome.REFUSED;
      case "NotAsked" -> Outcome.NOT_ASKED;
      case "Undecided" -> Outcome.UNDECIDED;
      default -> Outcome.valueOf(verdict().toUpperCase(Locale.ROOT));
    };
  }

  /// What must be among the findings.
  public Set<String> reasons() {
    var reasons = new TreeSet<String>();
    expected.path("reasons").forEach(r -> reasons.add(r.asText()));
    return reasons;
  }

  /// What must be among the warnings of whoever creates it; of an empty list, that there are none.
  public Optional<Set<String>> warns() {
    if (!expected.has("warns")) {
      return Optional.empty();
    }
    var warns = new TreeSet<String>();
    expected.path("warns").forEach(r -> warns.add(r.asText()));
    return Optional.of(warns);
  }

  public String why() {
    return expected.path("why").asText();
  }

  /// What is written of the API server: `refuses` with some of its own words, `makes` with the
  /// verdict on what it makes of it, `unsendable` with why nobody can send it, or `prevented` with
  /// the test that tries what would have to come before. Nothing means that it passes the object
  /// on, and that the verdict is the same.
  public String server(String what) {
    return expected.path("server").path(what).asText();
  }

  /// The object alone, byte for byte, as somebody would send it; nothing where there is none.
  public Optional<byte[]> object() {
    String text = new String(body(), StandardCharsets.ISO_8859_1);
    int key = text.indexOf("\"object\"");
    int from = key < 0 ? -1 : text.indexOf('{', key);
    int end = from < 0 || text.substring(key, from).contains("null") ? -1 : endOf(text, from);
    return end < 0
        ? Optional.empty()
        : Optional.of(text.substring(from, end).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static int endOf(String text, int from) {
    boolean quoted = false;
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '"' -> quoted = !quoted;
        case '{' -> depth += quoted ? 0 : 1;
        case '}' -> depth -= quoted ? 0 : 1;
        default -> {}
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /// Of the answer, once the machine is warm.
  Duration within() {
    return Duration.ofSeconds(expected.path("within").asLong(5));
  }

  /// What is created goes through both; what is final is only validated.
  public boolean isMutated() {
    return isPod() || expected.path("phase").asText().equals("mutate");
  }

  public byte[] body() {
    try {
      return isPod() ? review() : stuffed(Files.readAllBytes(folder.resolve("request.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What an API server 1.36 makes of a pod that somebody creates, its fields in that order.
  private byte[] review() throws IOException {
    var document = ManifestFile.read(pod().toString(), Files.readAllBytes(pod())).getFirst();
    var object = JSON.readTree(document.json());
    var review = JSON.createObjectNode();
    review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
    var request = review.putObject("request");
    request.put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002");
    var kind = JSON.createObjectNode().put("group", "").put("version", "v1").put("kind", "Pod");
    var resource =
        JSON.createObjectNode().put("group", "").put("version", "v1").put("resource", "pods");
    request.set("kind", kind);
    request.set("resource", resource);
    request.set("requestKind", kind);
    request.set("requestResource", resource);
    String name = object.at("/metadata/name").asText();
    if (!name.isEmpty()) {
      request.put("name", name);
    }
    request.put("namespace", object.at("/metadata/namespace").asText());
    request.put("operation", "CREATE");
    var user = request.putObject("userInfo").put("username", "jane");
    user.putArray("groups").add("system:authenticated");
    request.set("object", object);
    request.putNull("oldObject").put("dryRun", false);
    request.putObject("options").put("kind", "CreateOptions").put("apiVersion", "meta.k8s.io/v1");
    return JSON.writeValueAsBytes(review);
  }

  private byte[] stuffed(byte[] body) {
    JsonNode stuff = expected.path("stuff");
    if (stuff.isMissingNode()) {
      return body;
    }
    String many = stuff.path("with").asText().repeat(stuff.path("times").asInt());
    return new String(body, StandardCharsets.UTF_8)
        .replace(stuff.path("at").asText(), many)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
