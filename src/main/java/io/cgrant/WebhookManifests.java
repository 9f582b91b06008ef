// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.cli.WebhookAddress;
import io.cgrant.cli.WebhookExport;
import io.cgrant.registration.Guards;
import io.cgrant.registration.WebhookConfigurations;
import io.cgrant.registration.WebhookTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// What `cgrant export webhooks` prints.
final class WebhookManifests {

  private static final String NAMESPACE = "cgrant";
  private static final int SERVICE_PORT = 443;

  private WebhookManifests() {}

  static String yaml(WebhookExport export) {
    WebhookConfigurations configurations =
        switch (export.address()) {
          case WebhookAddress.Url(var base, var ca) ->
              new WebhookConfigurations(
                  new WebhookTarget.Url(base, ca), NAMESPACE, export.controllers());
          case WebhookAddress.Service(var namespace, var name, var ca) ->
              new WebhookConfigurations(
                  new WebhookTarget.Service(namespace, name, SERVICE_PORT, ca),
                  namespace,
                  export.controllers());
        };
    var guards =
        new Guards(export.gatedHandlers(), configurations.namespace(), export.controllers());
    var objects = new ArrayList<Object>(guards.all());
    objects.add(configurations.mutating());
    objects.add(configurations.validating());
    return yaml(objects);
  }

  /// Not by the Kubernetes client: its own serialization wants a logger and half of its jars, which
  /// the command line does without.
  private static String yaml(List<?> objects) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setExplicitStart(true);
    var mapper = new ObjectMapper();
    var plain = new TypeReference<Map<String, Object>>() {};
    return new Yaml(new Readable(options), options)
        .dumpAll(objects.stream().map(o -> (Object) mapper.convertValue(o, plain)).iterator());
  }

  /// Text of several lines stays so.
  private static final class Readable extends Representer {

    Readable(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      boolean isLong = value.indexOf('\n') >= 0;
      return super.representScalar(tag, value, isLong ? ScalarStyle.LITERAL : style);
    }
  }
}
