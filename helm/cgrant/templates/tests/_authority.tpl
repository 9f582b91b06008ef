{{/*
Copyright The cgrant Authors
SPDX-License-Identifier: Apache-2.0
*/}}

{{/* Whether the test pod can reach what the API server asks: not outside the cluster. */}}
{{- define "cgrant.isTestable" -}}
{{- if not .Values.webhooks.url -}}
true
{{- end -}}
{{- end }}
