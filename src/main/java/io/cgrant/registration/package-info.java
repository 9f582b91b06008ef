// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What is registered with the API server: the webhook configurations that send it to cgrant, with
/// their match conditions, and the ValidatingAdmissionPolicies that hold while cgrant is away. What
/// Kubernetes keeps in `admissionregistration.k8s.io`, and the CEL in it.
///
/// What is said here is sent elsewhere: no thread, no state, and of a client only what looks at
/// configurations that are there, for those who keep something in them up to date.
package io.cgrant.registration;
