// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Prints what tells an API server to ask cgrant.
@Command(
    name = "webhooks",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Prints the two webhook configurations and the guards of RuntimeClasses, namespaces and"
          + " workloads, for"
          + " 'kubectl apply -f -'. From then on the API server sends pods that ask to the address"
          + " given, and refuses them while nobody answers there."
    },
    footer = {
      "",
      "Examples:",
      "  cgrant export webhooks --service cgrant/cgrant",
      "  cgrant export webhooks --url https://10.0.0.7:8443 --ca-file ca.crt | kubectl apply -f -"
    })
final class ExportWebhooksCommand implements Runnable {

  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Where where = new Where();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = {
        "The certificate authority that signed cgrant's certificate (PEM). Left out: the API server"
            + " trusts what its machine trusts, until somebody fills it in."
      })
  private Optional<Path> caFile = Optional.empty();

  @Mixin private HandlersOption gatedHandlers = new HandlersOption();

  @Mixin private ControllersOption controllers = new ControllersOption();

  private final Function<WebhookExport, String> webhooks;

  ExportWebhooksCommand(Function<WebhookExport, String> webhooks) {
    this.webhooks = webhooks;
  }

  static final class Where {
    @Option(
        names = "--url",
        paramLabel = "URL",
        required = true,
        description = "Where cgrant listens outside the cluster, as https://HOST:PORT.")
    private Optional<URI> url = Optional.empty();

    @Option(
        names = "--service",
        paramLabel = "NAMESPACE/NAME",
        required = true,
        description = "The Service in front of cgrant, on port 443.")
    private Optional<String> service = Optional.empty();
  }

  @Override
  public void run() {
    Optional<String> caBundle = caFile.map(this::caBundle);
    WebhookAddress address =
        where
            .url
            .<WebhookAddress>map(url -> new WebhookAddress.Url(checked(url), caBundle))
            .or(() -> where.service.map(service -> service(service, caBundle)))
            .orElseThrow(() -> wrong("write where cgrant is found: --url or --service"));
    spec.commandLine()
        .getOut()
        .print(
            webhooks.apply(new WebhookExport(address, gatedHandlers.names(), controllers.named())));
    spec.commandLine().getOut().flush();
  }

  /// What the API server would refuse, or call in vain.
  private URI checked(URI url) {
    boolean isPlain = url.getRawPath() == null || url.getRawPath().matches("/?");
    if (!"https".equals(url.getScheme()) || url.getHost() == null || !isPlain) {
      throw wrong("--url is \"" + url + "\"; write https://HOST:PORT, without a path");
    }
    return URI.create("https://" + url.getRawAuthority());
  }

  private WebhookAddress service(String text, Optional<String> caBundle) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw wrong("--service is \"" + text + "\"; write NAMESPACE/NAME");
    }
    return new WebhookAddress.Service(parts[0], parts[1], caBundle);
  }

  private String caBundle(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
        throw wrong("--ca-file " + file + " holds no certificate; name a PEM file with one");
      }
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw wrong("--ca-file " + file + " " + FileTrouble.reading(e));
    } catch (CertificateException e) {
      throw wrong("--ca-file " + file + " holds no certificate; name a PEM file with one");
    }
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
