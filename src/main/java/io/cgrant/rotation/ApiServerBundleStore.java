// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import io.cgrant.registration.InstalledConfigurations;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// `caBundle` of every webhook in our two configurations, by server-side apply, and only while they
/// are as they were read. A configuration that is not there is not made: without one, the gate is
/// off, and somebody wanted it so.
record ApiServerBundleStore(InstalledConfigurations installed) implements BundleStore {

  static final String FIELD_MANAGER = "cgrant-certificates";

  ApiServerBundleStore(KubernetesClient client) {
    this(new InstalledConfigurations(client, FIELD_MANAGER));
  }

  @Override
  public List<String> differing(String bundle) {
    return configurations().stream()
        .filter(c -> c.differsFrom(encoded(bundle)))
        .map(PublishedBundle::description)
        .toList();
  }

  @Override
  public boolean publish(String bundle) {
    try {
      for (PublishedBundle each : configurations()) {
        if (each.differsFrom(encoded(bundle))) {
          installed.apply(each.replacedBy(encoded(bundle)));
        }
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private List<PublishedBundle> configurations() {
    return installed.read().stream().map(PublishedBundle::new).toList();
  }

  private static String encoded(String bundle) {
    return Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.US_ASCII));
  }
}
