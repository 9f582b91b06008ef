// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

/// The object whose end is that of the reports: the API server's garbage collector takes what
/// belongs to it.
///
/// @param uid as it stands now; one that is made anew has another
record Owner(String apiVersion, String kind, String name, String uid) {}
