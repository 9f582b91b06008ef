# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# The servers under load: starting, awaiting and ending them, each by its process id. Sourced by ./run and ./beside.

declare -A pid port

# Only the first megabyte of what a server prints is kept: under load it can be gigabytes.
launch() { # NAME COMMAND…
  "${@:2}" > >(head -c 1000000 >"$work/$1.log"; cat >/dev/null) 2>&1 </dev/null &
  pid[$1]=$!
}

lives() { [[ -n ${pid[$1]:-} ]] && kill -0 "${pid[$1]}" 2>/dev/null; } # NAME

stop() { # NAME
  if lives "$1"; then
    kill -TERM "${pid[$1]}"
    within 10 is_gone "$1" || kill -KILL "${pid[$1]}"
    wait "${pid[$1]}" 2>/dev/null || true
  fi
  unset "pid[$1]"
}

is_gone() { ! lives "$1"; } # NAME

stop_all() {
  local name
  for name in "${!pid[@]}"; do stop "$name"; done
}

await() { # NAME SECONDS COMMAND…
  local deadline=$((SECONDS + $2))
  until "${@:3}"; do
    lives "$1" || die 3 "The server $1 has ended: $(tail -n 5 "$work/$1.log")"
    ((SECONDS < deadline)) || die 3 "The server $1 is not ready after $2 s; see $work/$1.log"
    sleep 0.01
  done
}

is_ready() ( # MANAGEMENT_PORT
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  read -r _ code _ <&3
  [[ $code == 200 ]]
) 2>/dev/null

listens() { ! is_free "$1"; } # PORT

# Fifty policies with a condition, three rules and images each, of which one selects the pod that is sent: the one
# the pod says it was granted by. The others have a quota, which nobody can count without a cluster.
write_expressions() { # FOLDER
  local team name
  mkdir -p "$1"
  {
    sed -n '/^apiVersion: v1$/,$p' "$here/folder/bench.yaml"
    for team in ml {1..49}; do
      printf -- '---\n'
      if [[ $team == ml ]]; then
        sed "s/NAME/ray/; s/TEAM/$team/" "$here/expressions.yaml"
      else
        sed "s/NAME/team-$team/; s/TEAM/$team/; s/^  require:/&\n    quota: {podsPerNamespace: 20}/" "$here/expressions.yaml"
      fi
    done
  } >"$1/policies.yaml"
}

start_cgrant() { # NAME FOLDER
  local management began ready
  port[$1]=$(free_port)
  management=$(free_port)
  mkdir -p "$work/tls"
  began=$(microseconds)
  CGRANT_FOLDER=$2 CGRANT_TLS_DIRECTORY=$work/tls QUARKUS_HTTP_SSL_PORT=${port[$1]} \
    QUARKUS_MANAGEMENT_PORT=$management QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_HTTP_HOST=127.0.0.1 \
    launch "$1" "$root/cgrant" serve
  await "$1" 60 is_ready "$management"
  ready=$(microseconds)
  remember_start "$1" $((ready - began))
}

# The floor runs with the options cgrant was started with.
start_floor() { # NAME WORK
  local began ready
  port[$1]=$(free_port)
  mapfile -t memory < <(tr '\0' '\n' <"/proc/${pid[cgrant]}/environ" | grep -E '^MALLOC_' || true)
  began=$(microseconds)
  launch "$1" env ${memory[@]+"${memory[@]}"} "$java" "@$root/src/main/jvm/server.options" \
    -cp "$class_path" io.cgrant.bench.FloorServer "${port[$1]}" "$2" "$answer_bytes"
  await "$1" 60 listens "${port[$1]}"
  ready=$(microseconds)
  remember_start "$1" $((ready - began))
}

# start SERVER READY_MS HANDSHAKE_MS FIRST_MS NEXT_MS: two requests on one fresh connection. FIRST is the
# whole first request with its handshake, NEXT the second request on the connection kept.
remember_start() { # NAME READY_MICROSECONDS
  local url=https://127.0.0.1:${port[$1]}/validate
  curl -sk --http1.1 -H 'Content-Type: application/json' -H 'Expect:' \
    --data-binary "@$work/bodies/granted.json" -o /dev/null -o /dev/null \
    -w '%{time_appconnect} %{time_total}\n' "$url" "$url" \
    | awk -v name="$1" -v ready="$2" '
        NR == 1 { handshake = $1 * 1000; first = $2 * 1000 }
        NR == 2 { printf "start\t%s\t%.0f\t%.2f\t%.2f\t%.2f\n", name, ready / 1000, handshake, first, $2 * 1000 }' \
    >>"$samples"
}
