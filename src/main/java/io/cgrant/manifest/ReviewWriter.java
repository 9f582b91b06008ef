// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cgrant.admission.Answer;
import io.cgrant.admission.Answer.Denial;
import io.cgrant.admission.PatchOp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Writes an answer as an AdmissionReview `admission.k8s.io/v1`: what was asked for, nothing sent
/// back.
public final class ReviewWriter {

  private static final JsonFactory JSON = new JsonFactory();

  /// Most answers are a few hundred bytes.
  private static final int USUAL_SIZE = 256;

  private ReviewWriter() {}

  public static byte[] write(String uid, Answer answer) {
    // Before the generator below takes the thread's buffers, which two at a time would have to
    // allocate.
    byte[] patch = answer.patch().isEmpty() ? new byte[0] : patch(answer.patch());
    return written(
        json -> {
          json.writeStartObject();
          json.writeStringField("apiVersion", "admission.k8s.io/v1");
          json.writeStringField("kind", "AdmissionReview");
          json.writeObjectFieldStart("response");
          json.writeStringField("uid", uid);
          json.writeBooleanField("allowed", answer.denial().isEmpty());
          if (answer.denial().isPresent()) {
            status(json, answer.denial().get());
          }
          if (patch.length > 0) {
            json.writeStringField("patchType", "JSONPatch");
            json.writeBinaryField("patch", patch);
          }
          if (!answer.warnings().isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (String warning : answer.warnings()) {
              json.writeString(warning);
            }
            json.writeEndArray();
          }
          if (!answer.auditAnnotations().isEmpty()) {
            json.writeFieldName("auditAnnotations");
            members(json, answer.auditAnnotations());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /// The RFC 6902 document alone.
  public static byte[] patch(List<PatchOp> patch) {
    return written(
        json -> {
          json.writeStartArray();
          for (PatchOp op : patch) {
            json.writeStartObject();
            operation(json, op);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void operation(JsonGenerator json, PatchOp op) throws IOException {
    json.writeStringField("op", op instanceof PatchOp.Remove ? "remove" : "add");
    json.writeStringField("path", op.path());
    switch (op) {
      case PatchOp.AddText(var path, var text) -> json.writeStringField("value", text);
      case PatchOp.AddFlag(var path, var flag) -> json.writeBooleanField("value", flag);
      case PatchOp.AddMembers(var path, var map) -> {
        json.writeFieldName("value");
        members(json, map);
      }
      case PatchOp.Remove(var path) -> {}
    }
  }

  private static void status(JsonGenerator json, Denial denial) throws IOException {
    json.writeObjectFieldStart("status");
    json.writeNumberField("code", denial.code());
    json.writeStringField("reason", denial.reason());
    json.writeFieldName("message");
    // Of a text as long as this, Jackson would ask for each character.
    byte[] message = denial.message().getBytes(StandardCharsets.UTF_8);
    json.writeUTF8String(message, 0, message.length);
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, Map<String, String> map) throws IOException {
    json.writeStartObject();
    for (var member : map.entrySet()) {
      json.writeStringField(member.getKey(), member.getValue());
    }
    json.writeEndObject();
  }

  private static byte[] written(Writing writing) {
    var bytes = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }
}
