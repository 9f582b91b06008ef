# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# The running programs of one control plane: launching, awaiting and ending them. Sourced by ./control-plane,
# which sets `dir`, the folder of the control plane.

gone() { ! kill -0 "$1" 2>/dev/null; } # PID

# Repeats a command until it succeeds; false when the time is up.
within() { # SECONDS COMMAND…
  local deadline=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

pid_file() { printf '%s/run/%s.pid' "$dir" "$1"; } # PROGRAM

# True only for the very program of this folder: a pid may have been given to somebody else since.
is_running() { # PROGRAM
  local pid exe
  [[ -s $(pid_file "$1") ]] || return 1
  pid=$(<"$(pid_file "$1")")
  exe=$(readlink "/proc/$pid/exe") || return 1
  [[ ${exe%' (deleted)'} == */"$1" ]] && grep -qsF -- "$dir/" "/proc/$pid/cmdline"
}

is_stopped() { ! is_running "$1"; } # PROGRAM

# A session of its own keeps a Ctrl-C at the caller's terminal away from the program.
launch() { # PROGRAM ARGUMENT…
  local log=$dir/log/$1.log
  (cd "$dir" && exec setsid "$bin/$1" "${@:2}") >>"$log" 2>&1 </dev/null &
  echo $! >"$(pid_file "$1")"
}

end() { # PROGRAM
  local pid
  if is_running "$1"; then
    pid=$(<"$(pid_file "$1")")
    kill -TERM "$pid" 2>/dev/null || true
    if ! within 5 is_stopped "$1"; then
      kill -KILL "$pid" 2>/dev/null || true
      within 60 is_stopped "$1" || die 1 "$1 (pid $pid) does not end"
    fi
  fi
  rm -f "$(pid_file "$1")"
}

# Waits for a condition while the named programs live; prints the end of the log that explains a failure.
await() { # SECONDS PROGRAMS CONDITION
  local deadline=$((SECONDS + $1)) program awaited
  read -ra awaited <<<"$2"
  until "$3"; do
    for program in "${awaited[@]}"; do
      if gone "$(<"$(pid_file "$program")")"; then show_log "$program" "has ended"; return 1; fi
    done
    if ((SECONDS >= deadline)); then show_log "${awaited[-1]}" "is not ready after $1 s"; return 1; fi
    sleep 0.1
  done
}

show_log() { # PROGRAM WHAT_HAPPENED
  say "$1 $2; the end of $dir/log/$1.log:"
  tail -n 15 "$dir/log/$1.log" >&2
}
