// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

/// How the texts of a policy are written. The schema and the reader check against the same
/// constants, so that what one takes the other takes too.
public final class Syntax {

  /// The longest list anywhere in a policy. Every list has a bound, or the API server would reckon
  /// its validation rules too costly and refuse the definition.
  public static final int LIST_ENTRIES = 64;

  public static final int MAP_ENTRIES = 32;

  public static final String RESOURCE =
      "^(cpu|memory|ephemeral-storage|hugepages-[1-9][0-9]*[KMGTPE]i)$";

  /// With 32 of them kube-apiserver 1.36 reckons the rule on quantities at twice its budget.
  public static final int RESOURCES = 8;

  public static final String DNS_SUBDOMAIN =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
  public static final int DNS_SUBDOMAIN_LENGTH = 253;

  /// The name of a namespace, and of what stands in a policy.
  public static final String DNS_LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /// The longest list of an exception, and of exceptions: the rule that no entry is there twice is
  /// reckoned for each list in each of them.
  public static final int EXCEPTION_ENTRIES = 16;

  /// One line of text that says something.
  public static final String SENTENCE = "^[^\\x00-\\x20\\x7f][^\\x00-\\x1f\\x7f]*$";
  public static final int SENTENCE_LENGTH = 512;

  /// As Kubernetes writes moments: whole seconds, UTC.
  public static final String MOMENT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";

  public static final String LABEL_KEY =
      "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
          + "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";
  public static final int LABEL_KEY_LENGTH = 317;

  public static final String LABEL_VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";
  public static final int LABEL_VALUE_LENGTH = 63;

  public static final String HOST_PATH = "^(/[^/]+)+$";
  public static final int HOST_PATH_LENGTH = 1024;

  /// A registry, alone or with a repository or a folder of them.
  public static final String REPOSITORY =
      "^(localhost|[a-z0-9-]+(\\.[a-z0-9-]+)+|[a-z0-9-]+:[0-9]+)(:[0-9]+)?"
          + "(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$";
  public static final int REPOSITORY_LENGTH = 255;

  public static final String EXPRESSION_NAME = "^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

  /// Conditions, and rules, of one policy.
  public static final int EXPRESSIONS = 16;

  public static final int EXPRESSION_LENGTH = 4096;

  /// Without control characters, which would break the header of a warning.
  public static final String MESSAGE = "^[^\\x00-\\x1f\\x7f]+$";
  public static final int MESSAGE_LENGTH = 512;

  private Syntax() {}
}
