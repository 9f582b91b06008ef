# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# What the benchmark needs from the machine and from the build. Sourced by ./run and ./beside.

say() { printf '· %s\n' "$*" >&2; }
die() { printf '%s\n' "${*:2}" >&2; exit "$1"; } # CODE MESSAGE

need_tools() {
  [[ -r /proc/self/stat ]] || die 2 'The benchmark reads CPU time from /proc: run it on Linux.'
  command -v curl >/dev/null || die 2 'The benchmark needs curl: install the package curl.'
  if ! command -v wrk >/dev/null; then
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
      say 'installing wrk'
      apt-get install -y wrk >/dev/null 2>&1 || true
    fi
    command -v wrk >/dev/null || die 2 'The benchmark needs wrk: install the package wrk.'
  fi
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  "$java" -version 2>&1 | grep -q 'version "\(2[5-9]\|[3-9]\)' \
    || die 2 'The benchmark needs JDK 25: set JAVA_HOME to one, or call make bench, which looks for it.'
}

# The server is packaged by `make build`; here only the test classes and their class path are added.
compile() {
  [[ -f $root/target/quarkus-app/quarkus-run.jar ]] || die 2 'cgrant is not built: run make build first.'
  say 'compiling the benchmark'
  (cd "$root" && mvn -q -B -ntp test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench/classpath) >"$work/compile.log" 2>&1 \
    || die 3 "The benchmark does not compile; see $work/compile.log"
  class_path=$root/target/test-classes:$root/target/classes:$(<"$work/classpath")
}

run_java() { "$java" -cp "$class_path" "$@"; } # CLASS ARGUMENT…

# Repeats a command until it succeeds; false when the time is up.
within() { # SECONDS COMMAND…
  local deadline=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.01
  done
}

microseconds() { printf '%s' "${EPOCHREALTIME//[.,]/}"; }

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; } # PORT

free_port() {
  local port
  for _ in {1..50}; do
    port=$((20000 + RANDOM % 10000))
    if is_free "$port"; then printf '%s' "$port"; return; fi
  done
  die 3 'found no free port between 20000 and 30000'
}
