// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.util.Set;

/// What `export webhooks` shall print.
///
/// @param gatedHandlers the handlers that mount the cgroup writable
public record WebhookExport(WebhookAddress address, Set<String> gatedHandlers) {}
