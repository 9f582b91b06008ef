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

{{/* The image is for Linux, whatever else is asked of a node. */}}
{{- define "cgrant.nodeSelector" -}}
{{ merge (dict "kubernetes.io/os" "linux") (.Values.nodeSelector | default dict) | toYaml }}
{{- end }}

{{/* Names as a list in CEL. Quotes and backslashes are kept out by the schema. */}}
{{- define "cgrant.celNames" -}}
[{{ range $i, $name := . | uniq | sortAlpha }}{{ if $i }}, {{ end }}'{{ $name }}'{{ end }}]
{{- end }}

{{/*
With less than a whole CPU, code that is compiled quickly serves at once; the compiler that makes it faster takes the CPU of
the first minute from the requests.
*/}}
{{- define "cgrant.javaOptions" -}}
{{- $options := list -}}
{{- $cpu := dig "limits" "cpu" "" .Values.resources | toString -}}
{{- if $cpu -}}
{{- $millis := hasSuffix "m" $cpu | ternary (trimSuffix "m" $cpu | float64) (mulf $cpu 1000) -}}
{{- if lt $millis 1000.0 -}}
{{- $options = list "-XX:+TieredCompilation" "-XX:TieredStopAtLevel=1" -}}
{{- end -}}
{{- end -}}
{{- concat $options .Values.javaOptions | join " " -}}
{{- end }}
