// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.policy.WorkloadControllers;
import java.util.Set;

/// What `export webhooks` shall print.
///
/// @param gatedHandlers the handlers that mount the cgroup writable
/// @param controllers who makes pods of templates that others wrote
public record WebhookExport(
    WebhookAddress address, Set<String> gatedHandlers, WorkloadControllers controllers) {}
