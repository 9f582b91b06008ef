// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.Syntax;
import io.cgrant.policy.check.Capability;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A kind of text in a manifest.
enum Form {
  DNS_SUBDOMAIN(
      Syntax.DNS_SUBDOMAIN,
      Syntax.DNS_SUBDOMAIN_LENGTH,
      "is not a DNS name; write lower-case letters, digits, - and ., as cgroup-writable"),
  DNS_LABEL(
      Syntax.DNS_LABEL,
      Syntax.LABEL_VALUE_LENGTH,
      "is not a DNS label; write up to 63 lower-case letters, digits and -, as ml-legacy"),
  SENTENCE(
      Syntax.SENTENCE,
      Syntax.SENTENCE_LENGTH,
      "is not one line of text; write up to 512 characters that begin with no space"),
  MOMENT(
      Syntax.MOMENT,
      Syntax.LABEL_VALUE_LENGTH,
      "is not a moment in UTC with whole seconds; write it as \"2027-01-31T00:00:00Z\""),
  LABEL_KEY(
      Syntax.LABEL_KEY,
      Syntax.LABEL_KEY_LENGTH,
      "is not a label key; write it as team or example.com/team"),
  LABEL_VALUE(
      Syntax.LABEL_VALUE,
      Syntax.LABEL_VALUE_LENGTH,
      "is not a label value; write up to 63 letters, digits, -, _ and ."),
  RESOURCE(
      Syntax.RESOURCE,
      Syntax.LABEL_VALUE_LENGTH,
      "is not a resource to limit; write cpu, memory, ephemeral-storage or for example"
          + " hugepages-2Mi"),
  CAPABILITY(
      Arrays.stream(Capability.values()).map(Enum::name).collect(Collectors.joining("|")),
      Syntax.LABEL_VALUE_LENGTH,
      "is not a capability; write its name in capitals and without CAP_, as CHOWN"),
  HOST_PATH(
      "(?!.*/\\.{1,2}(/|$))" + Syntax.HOST_PATH,
      Syntax.HOST_PATH_LENGTH,
      "is not a plain absolute path; write it without ., .. and spare slashes, as /var/lib/images"),
  REPOSITORY(
      Syntax.REPOSITORY,
      Syntax.REPOSITORY_LENGTH,
      "is not a repository with its registry; write it in full, as registry.example.com/ray"),
  EXPRESSION_NAME(
      Syntax.EXPRESSION_NAME,
      Syntax.LABEL_VALUE_LENGTH,
      "is not a name; write up to 63 letters, digits, -, _ and ."),
  EXPRESSION(
      "(?s).+",
      Syntax.EXPRESSION_LENGTH,
      "is not an expression; write one in CEL, of up to "
          + Syntax.EXPRESSION_LENGTH
          + " characters"),
  MESSAGE(
      Syntax.MESSAGE,
      Syntax.MESSAGE_LENGTH,
      "is not a message; write one line of up to " + Syntax.MESSAGE_LENGTH + " characters");

  private static final int SHOWN = 64;

  private final Pattern pattern;
  private final int maxLength;
  private final String wayOut;

  Form(String pattern, int maxLength, String wayOut) {
    this.pattern = Pattern.compile(pattern);
    this.maxLength = maxLength;
    this.wayOut = wayOut;
  }

  boolean fits(String text) {
    return text.codePointCount(0, text.length()) <= maxLength && pattern.matcher(text).matches();
  }

  String complaint(String text) {
    return quoted(text) + " " + wayOut;
  }

  /// A value of any kind, cut short.
  static String shown(JsonNode node) {
    String json = node.toString();
    return json.length() > SHOWN ? json.substring(0, SHOWN) + "…" : json;
  }

  static String quoted(String text) {
    return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
  }
}
