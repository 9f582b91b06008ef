# shellcheck shell=bash
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# What stands behind the demo: starting and ending things, and printing commands before they run. Sourced by ./run.

control_plane=$PWD/e2e/controlplane/control-plane
folder=
cgrant=
prompted=

bold=
plain=
if [[ -t 1 ]]; then
  bold=$'\e[1m'
  plain=$'\e[0m'
fi

die() { printf 'demo: %s\n' "$*" >&2; exit 1; }

title() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

# One argument is a line for the shell, several are a command.
run() {
  pause
  printf '\n%s$ %s%s\n' "$bold" "$*" "$plain"
  if (($# == 1)); then eval "$1"; else "$@"; fi 2>&1
}

refused() {
  if run "$@"; then die "this was not refused"; fi
}

show() { # FILE
  run "grep -v '^#' $1"
}

pause() {
  [[ ${PAUSE:-} ]] || return 0
  prompted=yes
  # Where no more keys can come, there is nothing to wait for.
  read -rsn1 -p "(key)" || true
  printf '\r     \r'
  prompted=
}

# The real kubectl, as a function so that the commands read as one types them.
kubectl() { "$bin/kubectl" "$@"; }

set_up() {
  [[ -f target/quarkus-app/quarkus-run.jar ]] || src/main/sh/build || exit $?
  JAVA_HOME=$(src/main/sh/find-jdk jre) || exit $?
  export JAVA_HOME
  folder=$(mktemp -d "${TMPDIR:-/tmp}/cgrant-demo.XXXXXX")
  title "Starting etcd, kube-apiserver and kube-controller-manager in $folder"
  "$control_plane" start "$folder/cluster"
  bin=$("$control_plane" bin)
  export KUBECONFIG=$folder/cluster/kubeconfig KUBECACHEDIR=$folder/kubectl-cache
}

listens() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; } # PORT

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && listens "$port"; do :; done
  echo "$port"
}

start_cgrant() {
  local port management
  port=$(free_port)
  management=$(free_port)
  url=https://127.0.0.1:$port
  ca_file=$folder/tls/ca.crt
  printf '\n%s$ KUBECONFIG=… ./cgrant serve%s\n' "$bold" "$plain"
  KUBECONFIG=$folder/cluster/cgrant.kubeconfig "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m \
    -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.ssl-port="$port" \
    -Dquarkus.management.host=127.0.0.1 -Dquarkus.management.port="$management" \
    -Dcgrant.tls.directory="$folder/tls" -jar target/quarkus-app/quarkus-run.jar >"$folder/cgrant.log" 2>&1 &
  cgrant=$!
  await 90 "cgrant is ready" is_ready "$management"
  grep -E 'Listening|warm:' "$folder/cgrant.log"
}

is_ready() { # MANAGEMENT_PORT
  kill -0 "$cgrant" 2>/dev/null || die "cgrant ended: $(tail -n 5 "$folder/cgrant.log")"
  local status=
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3
  IFS= read -r status <&3 || true
  exec 3>&-
  [[ $status == *" 200 "* ]]
}

stop_cgrant() {
  [[ $cgrant ]] || return 0
  printf '\n%s$ kill %s   # cgrant%s\n' "$bold" "$cgrant" "$plain"
  end "$cgrant"
  cgrant=
}

end() { # PID
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

await() { # SECONDS WHAT COMMAND…
  local until=$((SECONDS + $1))
  until "${@:3}"; do
    ((SECONDS < until)) || die "not within $1 s: $2"
    sleep 0.2
  done
}

# The API server reads webhook configurations a moment after they are written.
await_webhooks() {
  await 20 "the API server asks cgrant" is_asked
}

is_asked() {
  local answer
  answer=$(sed 's/namespace: ml/namespace: default/' e2e/demo/granted.yaml | kubectl create --dry-run=server -f - 2>&1) || true
  [[ $answer == *NoPolicy* ]]
}

await_event() { # NAMESPACE WORD
  await 20 "an Event about $2" has_event "$@"
}

has_event() {
  local kind=$2
  [[ $kind == Deployment ]] && kind=replicaset
  kubectl get events -n "$1" 2>/dev/null | grep -i "$kind" | grep -qE 'Granted|writable cgroup'
}

clean_up() {
  local code=$?
  trap '' INT TERM
  if [[ $prompted ]]; then echo; fi
  if [[ $cgrant ]]; then end "$cgrant"; fi
  if [[ $folder ]]; then
    "$control_plane" stop "$folder/cluster" 2>/dev/null || true
    rm -rf "$folder"
    if ((code != 0)); then echo "demo: stopped; nothing is left running." >&2; fi
  fi
  exit "$code"
}
