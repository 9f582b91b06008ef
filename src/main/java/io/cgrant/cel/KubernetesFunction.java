// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.runtime.CelFunctionBinding;

/// A function that Kubernetes has and dev.cel does not.
record KubernetesFunction(CelFunctionDecl declaration, CelFunctionBinding binding) {}
