// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A definition of somebody else's kind, as its authors publish it: in a Go module, of one version
/// and of one content. `go` keeps what it has downloaded.
///
/// @param sum of the module's files, as `go.sum` has it
/// @param file in the module
record PublishedDefinitions(String module, String version, String sum, String file) {

  static final PublishedDefinitions OPEN_REPORTS =
      new PublishedDefinitions(
          "github.com/openreports/reports-api",
          "v0.2.1",
          "h1:g9KS3yle9Y1elmww4TK9EkD1rl6inIaiIJPX6e+u680=",
          "config/crd/openreports.io_reports.yaml");

  static final PublishedDefinitions POLICY_REPORTS =
      new PublishedDefinitions(
          "github.com/kyverno/kyverno",
          "v1.19.1",
          "h1:/MkgFii3/VlQfKR1JpC9tVwNNVNQTt2S4U6qCsafsTU=",
          "config/crds/policyreport/wgpolicyk8s.io_policyreports.yaml");

  /// Those of its kinds that its controllers want and no chart of ours makes.
  static final List<PublishedDefinitions> CERT_MANAGER =
      Stream.of("certificaterequests", "clusterissuers")
          .map(
              kind ->
                  new PublishedDefinitions(
                      "github.com/cert-manager/cert-manager",
                      "v1.21.2",
                      "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=",
                      "deploy/crds/cert-manager.io_" + kind + ".yaml"))
          .toList();

  /// Ends the test ([Abort]) where there is no Go to get it with.
  JsonNode get() {
    if (Programs.onPath("go").isEmpty()) {
      throw Abort.because(
          "what needs " + file, "no Go to get " + module + " with", ClusterChoice.INSTALL_GO);
    }
    String output =
        Command.of("go", "mod", "download", "-json", module + "@" + version).run().orThrow();
    try {
      JsonNode downloaded =
          new ObjectMapper()
              .readTree(output.substring(output.indexOf('{'), output.lastIndexOf('}') + 1));
      if (!downloaded.path("Sum").asText().equals(sum)) {
        throw new IllegalStateException(
            module + " " + version + " is not what it was, but " + downloaded.path("Sum"));
      }
      return Manifests.read(Path.of(downloaded.path("Dir").asText(), file)).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(output, e);
    }
  }
}
