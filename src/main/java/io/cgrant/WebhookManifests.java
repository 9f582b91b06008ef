// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.cli.WebhookAddress;
import io.cgrant.cluster.WebhookConfigurations;
import io.cgrant.cluster.WebhookTarget;
import io.fabric8.kubernetes.client.utils.Serialization;

/// What `cgrant export webhooks` prints.
final class WebhookManifests {

  private static final String NAMESPACE = "cgrant";
  private static final int SERVICE_PORT = 443;

  private WebhookManifests() {}

  static String yaml(WebhookAddress address) {
    WebhookConfigurations configurations =
        switch (address) {
          case WebhookAddress.Url(var base, var ca) ->
              new WebhookConfigurations(new WebhookTarget.Url(base, ca), NAMESPACE);
          case WebhookAddress.Service(var namespace, var name, var ca) ->
              new WebhookConfigurations(
                  new WebhookTarget.Service(namespace, name, SERVICE_PORT, ca), namespace);
        };
    return Serialization.asYaml(configurations.mutating())
        + Serialization.asYaml(configurations.validating());
  }
}
