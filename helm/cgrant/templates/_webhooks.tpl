{{/*
Copyright The cgrant Authors
SPDX-License-Identifier: Apache-2.0
*/}}

{{/* Which certificates the API server trusts, where the chart knows: otherwise cgrant or cert-manager's injector fills them in. */}}
{{- define "cgrant.caBundle" -}}
{{- if .Values.webhooks.url -}}
{{ .Values.webhooks.caBundle | b64enc }}
{{- else if eq .Values.certificates.source "secret" -}}
{{ .Values.certificates.caBundle | b64enc }}
{{- end -}}
{{- end }}

{{/* Whether the replicas share a certificate that they make, and tell the API server of it. */}}
{{- define "cgrant.isGenerated" -}}
{{- if and (eq .Values.certificates.source "generated") (not .Values.webhooks.url) -}}
true
{{- end -}}
{{- end }}

{{/* Whether the API server must show a certificate. */}}
{{- define "cgrant.asksForCertificates" -}}
{{- with .Values.certificates.clientAuthority -}}
{{- if or .caBundle .configMap -}}
true
{{- end -}}
{{- end -}}
{{- end }}

{{/* Where the API server finds an endpoint. */}}
{{- define "cgrant.clientConfig" -}}
{{- with include "cgrant.caBundle" .root -}}
caBundle: {{ . }}
{{ end -}}
{{- with .root.Values.webhooks.url -}}
url: {{ printf "%s%s" . $.path | quote }}
{{- else -}}
service:
  name: cgrant
  namespace: {{ .root.Release.Namespace }}
  path: {{ .path }}
  port: 443
{{- end -}}
{{- end }}

{{- define "cgrant.webhookMetadata" -}}
name: cgrant
labels:
  {{- include "cgrant.labels" . | nindent 2 }}
  {{- with .Values.webhooks.labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- $injected := and (eq .Values.certificates.source "certManager") (not .Values.webhooks.url) }}
{{- if or $injected .Values.webhooks.annotations }}
annotations:
  {{- if $injected }}
  # cert-manager's injector writes the caBundle, and again whenever it changes.
  cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/cgrant
  {{- end }}
  {{- with .Values.webhooks.annotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
{{- end }}
