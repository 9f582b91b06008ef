{{/*
Copyright The cgrant Authors
SPDX-License-Identifier: Apache-2.0
*/}}

{{/* Whether the test pod can know whom to trust: not with an authority that only a replica knows, nor outside the cluster. */}}
{{- define "cgrant.isTestable" -}}
{{- if and (ne .Values.certificates.source "generated") (not .Values.webhooks.url) -}}
true
{{- end -}}
{{- end }}
