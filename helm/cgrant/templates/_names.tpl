{{/*
Copyright The cgrant Authors
SPDX-License-Identifier: Apache-2.0
*/}}

{{/* By which the pods are found; never changes. */}}
{{- define "cgrant.selector" -}}
app.kubernetes.io/name: cgrant
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "cgrant.labels" -}}
{{ include "cgrant.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "cgrant.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Names as a list in CEL. Quotes and backslashes are kept out by the schema. */}}
{{- define "cgrant.celNames" -}}
[{{ range $i, $name := . | uniq | sortAlpha }}{{ if $i }}, {{ end }}'{{ $name }}'{{ end }}]
{{- end }}
