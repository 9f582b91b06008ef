// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Keeps the list of ordinary RuntimeClasses, whose pods need not be sent to cgrant, in the webhook
/// configurations and in the Secret that guards their names.
///
/// Writes nothing else of these objects. What they say as installed is `registration`'s.
package io.cgrant.runtimeclass;
