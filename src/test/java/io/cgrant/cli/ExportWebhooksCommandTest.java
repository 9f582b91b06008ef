// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cel.CelCompiler;
import io.cgrant.certs.CertificateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExportWebhooksCommandTest {

  @TempDir private Path folder;
  private WebhookAddress asked;

  @Test
  void printsWhatIsMadeOfAnAddressOutsideTheCluster() {
    CommandRun run = export("--url", "https://10.0.0.7:8443/");
    assertEquals(new CommandRun(0, "yaml\n", ""), run);
    assertEquals(
        new WebhookAddress.Url(URI.create("https://10.0.0.7:8443"), Optional.empty()), asked);
  }

  @Test
  void printsWhatIsMadeOfAService() {
    assertEquals(0, export("--service", "platform/gate").exitCode());
    assertEquals(new WebhookAddress.Service("platform", "gate", Optional.empty()), asked);
  }

  @Test
  void trustsTheAuthorityInTheFile() throws IOException {
    new CertificateFolder(folder, List.of("localhost"), InstantSource.system()).current();
    Path ca = folder.resolve("ca.crt");
    assertEquals(0, export("--service", "a/b", "--ca-file", ca.toString()).exitCode());
    String expected = Base64.getEncoder().encodeToString(Files.readAllBytes(ca));
    assertEquals(Optional.of(expected), asked.caBundle());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | --url or --service",
        "--url http://host:1               | write https://HOST:PORT",
        "--url https://host:1/mutate       | without a path",
        "--service gate                    | write NAMESPACE/NAME",
        "--service a/b --gated-handlers A  | which no RuntimeClass can name",
        "--service a/b --workload-controllers a,,b | an empty name",
        "--service a/b/c                   | write NAMESPACE/NAME",
        "--service a/b --url https://host  | mutually exclusive",
        "--service a/b --ca-file pom.xml   | holds no certificate",
        "--service a/b --ca-file none.crt  | none.crt does not exist; check the path"
      })
  void saysWhatIsWrongAndPrintsNothing(String arguments, String problem) {
    CommandRun run = export(arguments.isEmpty() ? new String[0] : arguments.split(" +", -1));
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains(problem), run::err);
  }

  private CommandRun export(String... arguments) {
    var line =
        Cgrant.commandLine(
            InputStream.nullInputStream(),
            () -> {},
            export -> {
              asked = export.address();
              return "yaml\n";
            },
            new CelCompiler());
    String[] words = new String[arguments.length + 2];
    words[0] = "export";
    words[1] = "webhooks";
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return CommandRun.on(line, words);
  }
}
