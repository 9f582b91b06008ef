{{/*
Copyright The cgrant Authors
SPDX-License-Identifier: Apache-2.0
*/}}

{{/* Whether a pod can send reviews to cgrant as an API server does: not outside the cluster, nor where only the API server may. */}}
{{- define "cgrant.isOpenToPods" -}}
{{- $bounded := and .Values.networkPolicy.enabled .Values.networkPolicy.webhookFrom -}}
{{- if not (or .Values.webhooks.url $bounded (include "cgrant.asksForCertificates" .)) -}}
true
{{- end -}}
{{- end }}

{{/* Of what is there only while `helm test` runs; takes the weight by which it is made before something else. */}}
{{- define "cgrant.stage" -}}
helm.sh/hook: test
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{/* Of pods, which stay until the next time, so that their log can be read. */}}
{{- define "cgrant.act" -}}
helm.sh/hook: test
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation
{{- end }}

{{- define "cgrant.testPod" -}}
restartPolicy: Never
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
- name: {{ . }}
{{- end }}
{{- end }}
nodeSelector:
  {{- include "cgrant.nodeSelector" . | nindent 2 }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  {{- with .Values.runAsUser }}
  runAsUser: {{ int64 . }}
  runAsGroup: {{ int64 . }}
  {{- end }}
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "cgrant.testContainer" -}}
image: {{ include "cgrant.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
resources:
  requests: {cpu: 50m, memory: 128Mi}
  limits: {memory: 256Mi}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{/* What is to become of the pods of ConfigMap cgrant-test. A policy that was just made is known within a second or two. */}}
{{- define "cgrant.expectations" -}}
- --within=60
- --expect=granted=Granted
- --expect=refused=Refused
- --expect=ordinary=NotAsked
{{- end }}
