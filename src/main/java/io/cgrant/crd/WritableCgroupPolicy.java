// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/// Who may have a writable cgroup, and under which conditions.
@Group(WritableCgroupPolicy.GROUP)
@Version(WritableCgroupPolicy.VERSION)
@Singular("writablecgrouppolicy")
@Plural(WritableCgroupPolicy.PLURAL)
@ShortNames("wcp")
@Categories("cgrant")
public final class WritableCgroupPolicy extends CustomResource<PolicySpec, PolicyStatus> {
  private static final long serialVersionUID = 1L;

  public static final String GROUP = "cgrant.io";
  public static final String VERSION = "v1alpha1";
  public static final String API_VERSION = GROUP + "/" + VERSION;
  public static final String KIND = "WritableCgroupPolicy";
  public static final String PLURAL = "writablecgrouppolicies";
}
