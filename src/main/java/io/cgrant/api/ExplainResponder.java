// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.access.Deed;
import io.cgrant.explain.Explanation;
import io.cgrant.explain.ExplanationTree;
import io.cgrant.file.Bounds;
import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.UnreadableFile;
import io.cgrant.manifest.Unreadable;
import io.cgrant.manifest.Workload;
import io.cgrant.manifest.WorkloadReader;
import io.cgrant.pod.ObjectName;
import io.cgrant.policy.Ask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A manifest in, what the gate says of each of its objects out.
final class ExplainResponder implements Responder {

  /// Far above any pod, and little beside the memory of a replica, which is the webhook's: the
  /// worst that can be written in it takes some 15 MB while it is read.
  static final Bounds BOUNDS = Bounds.of(256 * 1024, 20_000);

  /// Of an object and a policy. One object is always heard, however many policies there are.
  static final int MOST_PAIRS = 1_000;

  /// Of one question. The API server is asked of each whether the caller may see it.
  static final int MOST_NAMESPACES = 50;

  /// In bytes.
  static final int LARGEST_ANSWER = 4 * 1024 * 1024;

  private static final Duration LONGEST = Duration.ofSeconds(7);
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String AGE = "Cgrant-Snapshot-Age";

  private final Explainer explainer;
  private final Doorkeeper doorkeeper;

  ExplainResponder(Explainer explainer, Doorkeeper doorkeeper) {
    this.explainer = explainer;
    this.doorkeeper = doorkeeper;
  }

  /// An object that holds a pod, as it stands in the manifest.
  private record Placed(Document document, String namespace) {}

  /// The same once it is read; of the manifest nothing else is kept.
  private record Held(String source, Workload workload, String namespace) {}

  /// Whoever may not see a namespace has no object of it read.
  @Override
  public Reply answer(Question question, Doorkeeper.Admission.In by, byte[] body) {
    var problems = new ArrayList<FileProblem>();
    List<Held> held;
    try {
      List<Placed> objects = placed(question, body, problems);
      Optional<Reply> refused =
          problems.isEmpty() ? refusal(objects, by) : Optional.of(Problem.ofManifest(problems));
      if (refused.isPresent()) {
        return refused.get();
      }
      held = held(objects, problems);
    } catch (UnreadableFile e) {
      return Problem.ofManifest(List.of(e.problem()));
    }
    return problems.isEmpty() ? explained(held, by) : Problem.ofManifest(problems);
  }

  private static List<Placed> placed(Question question, byte[] body, List<FileProblem> problems) {
    var objects = new ArrayList<Placed>();
    String source = question.parameter("source", "<body>");
    for (Document document : ManifestFile.read(source, body, BOUNDS)) {
      if (!WorkloadReader.holdsPod(document.apiVersion(), document.kind())) {
        continue;
      }
      JsonNode written = document.tree().path("metadata").path("namespace");
      boolean isLeftOut = written.isMissingNode() || written.isNull() || isEmptyText(written);
      String namespace =
          isLeftOut ? question.parameter("namespace", "default") : written.textValue();
      if (namespace == null || !ObjectName.isLabel(namespace)) {
        problems.add(
            document.problem("metadata.namespace", "this can be no namespace; write its name"));
      } else {
        objects.add(new Placed(document, namespace));
      }
    }
    return objects;
  }

  private static boolean isEmptyText(JsonNode written) {
    return written.isTextual() && written.textValue().isEmpty();
  }

  private static List<Held> held(List<Placed> objects, List<FileProblem> problems) {
    var held = new ArrayList<Held>();
    for (Placed object : objects) {
      Document document = object.document();
      try {
        WorkloadReader.read(document.json())
            .ifPresent(w -> held.add(new Held(document.file(), w, object.namespace())));
      } catch (Unreadable e) {
        problems.add(document.problem(e));
      }
    }
    return held;
  }

  private Optional<Reply> refusal(List<Placed> objects, Doorkeeper.Admission.In by) {
    if (objects.isEmpty()) {
      return Optional.of(
          Problem.of(
              ApiOutcome.BadRequest,
              "no pod and no pod template found, so nothing was judged; send a Pod, Deployment, Job"
                  + " or another kind that holds one"));
    }
    long pairs = (long) objects.size() * Math.max(1, explainer.policies());
    if (objects.size() > 1 && pairs > MOST_PAIRS) {
      return Optional.of(
          Problem.of(
              ApiOutcome.TooLarge,
              objects.size()
                  + " objects and "
                  + explainer.policies()
                  + " policies make more than "
                  + MOST_PAIRS
                  + " pairs; send fewer objects at once"));
    }
    List<String> namespaces = objects.stream().map(Placed::namespace).distinct().toList();
    if (namespaces.size() > MOST_NAMESPACES) {
      return Optional.of(
          Problem.of(
              ApiOutcome.TooLarge,
              "the objects are of "
                  + namespaces.size()
                  + " namespaces, more than "
                  + MOST_NAMESPACES
                  + "; send fewer objects at once"));
    }
    return doorkeeper.refused(
        by.caller(), namespaces.stream().flatMap(ExplainResponder::deeds).toList());
  }

  /// A quota that is full tells which pods fill it.
  private static Stream<Deed> deeds(String namespace) {
    return Stream.of(Deed.getNamespace(namespace), Deed.listPods(namespace));
  }

  private Reply explained(List<Held> objects, Doorkeeper.Admission.In by) {
    long end = System.nanoTime() + LONGEST.toNanos();
    var requester = new Ask.Requester(by.subject().username(), by.subject().groups());
    var answer = new BoundedAnswer(LARGEST_ANSWER);
    try (JsonGenerator out = MAPPER.createGenerator(answer)) {
      out.writeStartArray();
      for (Held object : objects) {
        if (System.nanoTime() - end > 0) {
          return Problem.of(
              ApiOutcome.Unavailable, "it took too long; send fewer objects at once, or try again");
        }
        ExplanationTree.write(explained(object, requester, end), out);
      }
      out.writeEndArray();
    } catch (BoundedAnswer.TooLarge e) {
      return Problem.of(
          ApiOutcome.TooLarge, "the answer becomes too large; send fewer objects at once");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String age = Long.toString(explainer.age().toSeconds());
    return Reply.of(Reply.JSON, answer.toByteArray(), Map.of(AGE, age));
  }

  private Explanation explained(Held object, Ask.Requester requester, long end) {
    return explainer.explain(
        object.source(), object.workload(), object.namespace(), requester, end);
  }
}
