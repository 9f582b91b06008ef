// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Runs the words of a pod's container on this machine, with the files that its volumes would bring
/// and the token of its ServiceAccount, and tells the API server how it ended.
///
/// @param webhook where the Service `cgrant` leads
/// @param folder for the volumes
record PlayedKubelet(ChartStand stand, URI webhook, Path folder) {

  private static final String TOKEN_REQUEST =
      "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {expirationSeconds: 600}}";

  /// Once somebody has created it.
  JsonNode await(String pod) {
    Wait.upTo(java.time.Duration.ofMinutes(2))
        .until("pod " + pod + " is there", () -> stand.exists(path(pod)));
    return stand.admin().get(path(pod)).orThrow().body();
  }

  /// @param replaced in its arguments by the next one, and so on in pairs
  Command.Result run(JsonNode pod, String... replaced) {
    var words = new ArrayList<String>();
    for (JsonNode word : pod.at("/spec/containers/0/args")) {
      String text = word.asText();
      for (JsonNode mount : pod.at("/spec/containers/0/volumeMounts")) {
        text =
            text.replace(
                mount.get("mountPath").asText() + "/",
                folder.resolve(mount.get("name").asText()) + "/");
        text = text.endsWith(mount.get("mountPath").asText()) ? mounted(text, mount) : text;
      }
      text = text.replace("https://cgrant.cgrant.svc", webhook.toString());
      text = text.replace("kubernetes.default.svc", "127.0.0.1:" + stand.admin().port());
      for (int i = 0; i < replaced.length; i += 2) {
        text = text.replace(replaced[i], replaced[i + 1]);
      }
      words.add(text);
    }
    pod.at("/spec/volumes").forEach(volume -> fill(pod, volume));
    return PackagedJar.command(words.toArray(String[]::new)).run();
  }

  /// @param phase in which it ends
  void end(String pod, String phase) {
    stand
        .admin()
        .patch(path(pod) + "/status", "{\"status\":{\"phase\":\"" + phase + "\"}}")
        .orThrow();
  }

  private String mounted(String text, JsonNode mount) {
    return text.replace(
        mount.get("mountPath").asText(), folder.resolve(mount.get("name").asText()).toString());
  }

  private void fill(JsonNode pod, JsonNode volume) {
    Path target = Folders.create(folder.resolve(volume.get("name").asText()));
    copy(target, volume.path("configMap"), "configmaps", "name");
    copy(target, volume.path("secret"), "secrets", "secretName");
    for (JsonNode source : volume.at("/projected/sources")) {
      copy(target, source.path("configMap"), "configmaps", "name");
      if (source.has("serviceAccountToken")) {
        Folders.write(target.resolve("token"), token(pod));
      }
    }
  }

  private void copy(Path target, JsonNode source, String resource, String name) {
    for (JsonNode item : source.path("items")) {
      String path = "/api/v1/namespaces/cgrant/" + resource + "/" + source.get(name).asText();
      String value =
          stand
              .admin()
              .get(path)
              .orThrow()
              .body()
              .at("/data")
              .get(item.get("key").asText())
              .asText();
      String text =
          resource.equals("secrets")
              ? new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII)
              : value;
      Folders.write(target.resolve(item.get("path").asText()), text);
    }
  }

  private String token(JsonNode pod) {
    String account = pod.at("/spec/serviceAccountName").asText();
    String path = "/api/v1/namespaces/cgrant/serviceaccounts/" + account + "/token";
    List<JsonNode> request = Manifests.parse(TOKEN_REQUEST);
    return stand
        .admin()
        .post(path, request.getFirst())
        .orThrow()
        .body()
        .at("/status/token")
        .asText();
  }

  private static String path(String pod) {
    return "/api/v1/namespaces/cgrant/pods/" + pod;
  }
}
