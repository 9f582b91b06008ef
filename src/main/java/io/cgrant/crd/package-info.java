// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The API type `WritableCgroupPolicy`, as records, and the one place for its group, version and
/// names. The CustomResourceDefinition and its reference page are generated from them.
package io.cgrant.crd;
