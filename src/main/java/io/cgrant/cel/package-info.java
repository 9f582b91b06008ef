// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// CEL: the expressions of policies, in the dialect of Kubernetes. The only package that knows
/// dev.cel.
///
/// Where no policy has an expression, none of its classes is loaded but [CelCompiler]: they cost
/// megabytes and most of a second.
package io.cgrant.cel;
