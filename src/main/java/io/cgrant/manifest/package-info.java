// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The only places that know JSON field names: bytes and YAML become pods and policies, answers
/// become bytes.
package io.cgrant.manifest;
