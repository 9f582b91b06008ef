# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# Starts the server without a cluster, on the tutorial's files. Sourced, not run.

die() { echo "cgrant: $*" >&2; exit 3; }

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The first port from $1 on that nothing listens on.
free_port() {
  local port
  for ((port = $1; port < $1 + 100; port++)); do
    listens "$port" || { echo "$port"; return; }
  done
  die "no free port from $1 to $port."
}

# start_server FOLDER_FOR_ITS_FILES PORT MANAGEMENT_PORT: sets `server` to its process id.
# Nobody waits for a first answer in a hurry here, so hardly any warm-up.
start_server() {
  CGRANT_WARM_UP_REQUESTS=${CGRANT_WARM_UP_REQUESTS:-5} CGRANT_FOLDER=docs/tutorial CGRANT_TLS_DIRECTORY=$1/tls QUARKUS_HTTP_HOST=127.0.0.1 \
    QUARKUS_HTTP_SSL_PORT=$2 QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT=$3 src/main/sh/serve-java >"$1/server.log" 2>&1 &
  server=$!
}

is_ready() {
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3
  local status
  IFS= read -r status <&3
  exec 3>&-
  [[ $status == *" 200 "* ]]
}

# await_ready FOLDER MANAGEMENT_PORT
await_ready() {
  local i
  for ((i = 0; i < 1200; i++)); do
    is_ready "$2" && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
  done
  tail -n 20 "$1/server.log" >&2
  die "the server did not become ready; its last lines are above."
}

stop_server() {
  [[ -n ${server:-} ]] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  server=
}
