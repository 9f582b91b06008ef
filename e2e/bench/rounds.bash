# shellcheck shell=bash disable=SC2154,SC2034
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# The load: what is sent to whom, and what is noted down. Sourced by ./run and ./beside.

# In a hundred of a server's CPU time: then its code is as it will stay.
most_compiling=2

# SERVER CASE PATH BODY
cases=(
  'null fixed /validate granted'
  'scan fixed /validate granted'
  'cgrant granted /validate granted'
  'cgrant asking /mutate asking'
  'cgrant refused /validate refused'
  'cgrant ordinary /validate ordinary'
  'expressions granted /validate granted'
  'expressions refused /validate refused'
)

ask() { # SERVER PATH BODY
  curl -sSk --http1.1 -H 'Content-Type: application/json' --data-binary "@$work/bodies/$3.json" \
    "https://127.0.0.1:${port[$1]}$2"
}

# The speed of a wrong answer is worth nothing.
check_answers() { # SERVER, one with EXPRESSIONS
  expect "$1" /validate granted '"allowed":true'
  expect "$1" /validate granted '"policy":"ray@'
  expect "$1" /mutate asking '"patch":'
  expect "$1" /validate refused '"code":403'
  expect "$1" /validate ordinary '"allowed":true'
  expect "$2" /validate granted '"policy":"ray@'
  expect "$2" /validate refused 'fewer than nine containers'
  answer_bytes=$(ask "$1" /validate granted | wc -c)
}

expect() { # SERVER PATH BODY TEXT
  local answer
  answer=$(ask "$1" "$2" "$3")
  [[ $answer == *"$4"* ]] || die 3 "$1 answers the pod $3 at $2 without $4: $answer"
}

# wrk ends at once when its first connection is refused, so the port itself is awaited and the call repeated.
load() { # SERVER PATH BODY SECONDS
  local out
  for _ in 1 2 3; do
    within 10 listens "${port[$1]}" || break
    if out=$(wrk -t1 -c16 -d"$4s" --latency -s "$here/post.lua" "https://127.0.0.1:${port[$1]}$2" \
      -- "$work/bodies/$3.json"); then
      awk '/^numbers/ { print $2, $3, $4, $5; found = 1 } END { exit !found }' <<<"$out" && return
    fi
    sleep 1
  done
  die 3 "wrk gets no answer from the server $1; see $work/$1.log"
}

# User and system time of a process, in ticks of 10 ms. The command name may hold blanks: cut it off.
cpu_ticks() { # PID
  local stat
  stat=$(<"/proc/$1/stat")
  read -ra stat <<<"${stat##*) }"
  printf '%s' $((stat[11] + stat[12]))
}

# load SERVER CASE ROUND REQUESTS FAILED CPU_MICROSECONDS P50 P99, the last two in µs
measure() { # ROUND SERVER CASE PATH BODY
  local before after numbers
  before=$(cpu_ticks "${pid[$2]}")
  numbers=$(load "$2" "$4" "$5" "$round_seconds")
  after=$(cpu_ticks "${pid[$2]}")
  read -r requests failed p50 p99 <<<"$numbers"
  printf 'load\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$2" "$3" "$1" "$requests" "$failed" \
    $(((after - before) * 1000000 / $(getconf CLK_TCK))) "$p50" "$p99" >>"$samples"
  remember_memory load
}

# Of the compiler's threads of a JVM.
compiler_ticks() { # PID
  local name stat ticks=0
  for name in /proc/"$1"/task/*/comm; do
    [[ $(<"$name") == 'C2 '* ]] || continue
    stat=$(<"${name%comm}stat")
    read -ra stat <<<"${stat##*) }"
    ((ticks += stat[11] + stat[12])) || true
  done 2>/dev/null
  printf '%s' "$ticks"
}

# A busy machine warms slowly: the time and the requests must be enough, and the compiler must have come to rest, or
# its time would count as that of the requests. cgrant is warmed with each of its cases, so that no measured one is
# new to it.
warm_up() {
  local line
  for line in "${cases[@]}"; do
    read -ra fields <<<"$line"
    warm "${fields[@]}"
  done
}

warm() { # SERVER CASE PATH BODY
  local seconds=$warm_seconds wanted=$warm_requests sent=0 began=$SECONDS share=100 numbers spent compiled
  # The later cases of cgrant find most of it warm.
  if [[ $1 != null && $1 != scan && $2 != granted ]]; then seconds=$((seconds / 3)) wanted=$((wanted / 3)); fi
  while ((SECONDS - began < seconds || sent < wanted || share > most_compiling)); do
    ((SECONDS - began < 6 * warm_seconds)) || { say "$1, $2: still cold after $((SECONDS - began)) s, the machine is busy"; return; }
    spent=$(cpu_ticks "${pid[$1]}") compiled=$(compiler_ticks "${pid[$1]}")
    numbers=$(load "$1" "$3" "$4" 5)
    spent=$(($(cpu_ticks "${pid[$1]}") - spent)) compiled=$(($(compiler_ticks "${pid[$1]}") - compiled))
    # Where a thread of the compiler has ended, its time is gone, too.
    share=$((spent > 0 && compiled >= 0 ? 100 * compiled / spent : 100))
    sent=$((sent + ${numbers%% *}))
  done
}

one_round() { # ROUND
  local line
  for line in "${cases[@]}"; do
    read -ra fields <<<"$line"
    measure "$1" "${fields[@]}"
  done
}

# memory SERVER WHEN KIB
remember_memory() { # idle|load|peak
  local name field=VmRSS
  [[ $1 == peak ]] && field=VmHWM
  for name in null scan cgrant expressions; do
    awk -v name="$name" -v when="$1" -v field="$field:" \
      '$1 == field { printf "memory\t%s\t%s\t%s\n", name, when, $2 }' "/proc/${pid[$name]}/status" >>"$samples"
  done
}
