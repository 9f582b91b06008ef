// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import static io.cgrant.bench.Json.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Writes the bodies the benchmark sends, one AdmissionReview per [SamplePod], into a folder:
/// `ReviewBody FOLDER` makes `asking.json`, `granted.json`, `refused.json`, `ordinary.json`.
public final class ReviewBody {

  private ReviewBody() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (SamplePod pod : SamplePod.values()) {
      Files.write(folder.resolve(pod.name().toLowerCase(Locale.ROOT) + ".json"), of(pod));
    }
  }

  /// The same bytes each time, about 17 KB, fields in the order the API server writes them.
  static byte[] of(SamplePod pod) {
    var kind = object("group", "", "version", "v1", "kind", "Pod");
    var resource = object("group", "", "version", "v1", "resource", "pods");
    var user =
        object(
            "username", "system:serviceaccount:kube-system:replicaset-controller",
            "uid", "3f0f8a4e-6a61-4fa2-9a53-1d4b9b0c9c12",
            "groups",
                List.of(
                    "system:serviceaccounts",
                    "system:serviceaccounts:kube-system",
                    "system:authenticated"));
    var request =
        object(
            "uid",
            "8f6e3bde-4d53-4bb1-9d53-b8a4a8c9a5f2",
            "kind",
            kind,
            "resource",
            resource,
            "requestKind",
            kind,
            "requestResource",
            resource,
            "namespace",
            SamplePod.NAMESPACE,
            "operation",
            "CREATE",
            "userInfo",
            user,
            "object",
            pod.json(),
            "oldObject",
            null,
            "dryRun",
            false,
            "options",
            object("kind", "CreateOptions", "apiVersion", "meta.k8s.io/v1"));
    return Json.bytes(
        object("kind", "AdmissionReview", "apiVersion", "admission.k8s.io/v1", "request", request));
  }
}
