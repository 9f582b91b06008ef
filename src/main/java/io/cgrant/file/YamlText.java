// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.admission.Printable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// Writes YAML that kubectl reads back as it was: text that would be taken for something else is
/// put in quotes.
public final class YamlText {

  private static final JsonMapper MAPPER = new JsonMapper();

  private YamlText() {}

  public static String of(JsonNode tree) {
    String yaml = written(tree, new DumperOptions());
    return yaml.lines().allMatch(line -> Printable.of(line).equals(line))
        ? yaml
        : written(tree, asciiAlone());
  }

  /// YAML may hold marks that turn the direction of text as they are.
  private static DumperOptions asciiAlone() {
    var options = new DumperOptions();
    options.setAllowUnicode(false);
    return options;
  }

  private static String written(JsonNode tree, DumperOptions options) {
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setSplitLines(false);
    var yaml = new Yaml(new QuotesWhatIsNotText(options), options);
    return yaml.dump(MAPPER.convertValue(tree, Object.class));
  }

  private static final class QuotesWhatIsNotText extends Representer {
    QuotesWhatIsNotText(DumperOptions options) {
      super(options);
      representers.put(String.class, value -> text((String) value));
    }

    private org.yaml.snakeyaml.nodes.Node text(String value) {
      return representScalar(Tag.STR, value, isPlain(value) ? ScalarStyle.PLAIN : quoted(value));
    }

    private static ScalarStyle quoted(String value) {
      return value.endsWith("\n") ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
    }

    private static boolean isPlain(String value) {
      try {
        return YamlScalar.plain(value).isTextual() && !value.contains("\n");
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }
}
