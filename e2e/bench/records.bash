# shellcheck shell=bash disable=SC2154,SC2034
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# What records cost: a cgrant with Events, decision log and metrics, and one without, on one real API server. Sourced by
# ./run and ./records.

plane=$root/e2e/controlplane/control-plane

# Not a failure of the benchmark: the bar is then missed, as nothing was measured.
has_control_plane() {
  "$plane" build >"$work/controlplane.log" 2>&1 && return
  say "NOT MEASURED: what records cost, as there is no control plane to be had; see $work/controlplane.log"
  return 1
}

stop_plane() { "$plane" stop "$work/cluster" >/dev/null 2>&1 || true; }

start_plane() {
  stop_plane
  rm -rf "$work/cluster"
  "$plane" start "$work/cluster" >"$work/controlplane.log" 2>&1 || die 3 "The control plane does not start; see $work/controlplane.log"
  in_cluster create namespace cgrant
  in_cluster apply -f "$root/deploy/crds/cgrant.io_writablecgrouppolicies.yaml" -f "$root/deploy/rbac.yaml" \
    -f "$root/e2e/controlplane/user-cgrant.yaml"
  in_cluster wait --for=condition=Established crd/writablecgrouppolicies.cgrant.io
  within 20 in_cluster apply -f "$here/folder/bench.yaml" || die 3 "The policy is not taken; see $work/controlplane.log"
}

in_cluster() { "$plane" kubectl "$work/cluster" "$@" >>"$work/controlplane.log" 2>&1; } # ARGUMENT…

# The one that leads writes for the others; it is sent nothing.
start_leader() {
  export KUBECONFIG=$work/cluster/cgrant.kubeconfig
  start_cgrant leader ''
  unset KUBECONFIG
}

start_records() {
  local generation
  stop recorded
  stop silent
  export KUBECONFIG=$work/cluster/cgrant.kubeconfig
  start_cgrant recorded ''
  CGRANT_EVENTS=false CGRANT_METRICS=false CGRANT_DECISION_LOG_WRITTEN=false start_cgrant silent ''
  unset KUBECONFIG
  generation=$("$plane" kubectl "$work/cluster" get writablecgrouppolicy ray -o 'jsonpath={.metadata.generation}')
  sed "s/ray@0/ray@$generation/" "$work/bodies/granted.json" >"$work/bodies/granted-here.json"
  for name in recorded silent; do
    expect "$name" /validate granted-here '"policy":"ray@'
    expect "$name" /validate refused '"code":403'
  done
}

# Who was first is second in the next round.
order_records() { # FIRST SECOND
  cases=()
  local body
  for body in 'granted /validate granted-here' 'refused /validate refused'; do
    cases+=("$1 $body" "$2 $body")
  done
}

# No two processes compile alike, and how well one did makes more of a difference than what is measured: so there are
# several pairs, each with rounds of its own.
measure_records() {
  local first=recorded second=silent third pair
  remember_memory() { :; }
  start_plane
  start_leader
  say "$pairs pairs of processes, $pair_rounds rounds of $round_seconds s for each case, with records and without"
  for ((pair = 0; pair < pairs; pair++)); do
    start_records
    order_records "$first" "$second"
    warm_up
    for ((round = pair * pair_rounds + 1; round <= (pair + 1) * pair_rounds; round++)); do
      order_records "$first" "$second"
      one_round "$round"
      third=$first first=$second second=$third
    done
  done
  stop_all
  stop_plane
}
