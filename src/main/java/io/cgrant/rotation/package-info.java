// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Certificate rotation in a cluster: keeps the certificates of all replicas in a Secret, has each
/// replica serve them, and tells the API server whom to trust (`caBundle`).
///
/// What is to be done is decided in `certs`; here it is read and written. Of the webhook
/// configurations nothing else is touched.
package io.cgrant.rotation;
