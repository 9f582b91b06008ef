// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What is registered with the API server: the webhook configurations that send it to cgrant, with
/// their match conditions, and the ValidatingAdmissionPolicies that hold while cgrant is away. What
/// Kubernetes keeps in `admissionregistration.k8s.io`, and the CEL in it.
///
/// Only said here, never sent: no client, no thread, no state. Who installs the objects, and who
/// keeps a list in them up to date, is elsewhere.
package io.cgrant.registration;
