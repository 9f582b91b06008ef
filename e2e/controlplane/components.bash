# shellcheck shell=bash disable=SC2154
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# How etcd, the API server and the controller manager are configured, and the keys, tokens and kubeconfigs that
# tie them together. Sourced by ./control-plane, which sets `here`, `bin` and `dir`.

# Unix sockets: no port to find, and nobody else on this machine can read the data. Their paths are relative
# because a socket path has at most 107 characters, and every program runs in `dir`.
launch_etcd() {
  launch etcd --name=cgrant --data-dir="$dir/etcd" \
    --listen-client-urls=unix://etcd.sock --advertise-client-urls=unix://etcd.sock:0 \
    --listen-peer-urls=unix://peer.sock:0 --initial-advertise-peer-urls=unix://peer.sock:0 \
    --initial-cluster=cgrant=unix://peer.sock:0 \
    --enable-grpc-gateway=false --unsafe-no-fsync --log-level=warn
}

# Authorization and admission as kubeadm sets them up. There is no node that could reach the API server by an
# endpoint of the `kubernetes` service, so none is kept, and a machine without any network will do.
launch_apiserver() {
  local more
  mapfile -t more <"$dir/run/apiserver-flags"
  launch kube-apiserver --etcd-servers=unix://etcd.sock \
    --bind-address=127.0.0.1 --advertise-address=127.0.0.1 --secure-port="$(<"$dir/run/port")" \
    --endpoint-reconciler-type=none --service-cluster-ip-range=10.0.0.0/24 \
    --cert-dir="$dir/pki" --token-auth-file="$dir/pki/tokens.csv" \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-signing-key-file="$dir/pki/service-account.key" \
    --service-account-key-file="$dir/pki/service-account.key" \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --audit-policy-file="$here/audit-policy.yaml" --audit-log-path="$dir/log/audit.log" \
    --feature-gates="$(<"$dir/run/feature-gates")" "${more[@]}"
}

# Nodes are plain objects here, with no kubelet that sends heartbeats: nobody may evict their pods for that.
launch_controller_manager() {
  launch kube-controller-manager --kubeconfig="$dir/pki/controller-manager.kubeconfig" \
    --service-account-private-key-file="$dir/pki/service-account.key" --root-ca-file="$dir/pki/apiserver.crt" \
    --use-service-account-credentials --controllers='*,-node-lifecycle-controller' \
    --leader-elect=false --secure-port=0 --kube-api-qps=200 --kube-api-burst=400 \
    --feature-gates="$(<"$dir/run/feature-gates")"
}

is_listening() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; } # PORT

# Below the range that the kernel gives to outgoing connections, so that the port is free again after a restart.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && is_listening "$port"; do :; done
  echo "$port"
}

# The API server writes its certificate first and its key second.
has_certificate() { [[ -s $dir/pki/apiserver.key ]]; }

answers_readyz() {
  is_listening "$(<"$dir/run/port")" && as_admin get --raw=/readyz --request-timeout=5s >/dev/null 2>&1
}

has_default_service_account() { as_admin get serviceaccount default --namespace=default >/dev/null 2>&1; }

# kubectl keeps what it discovers by host and port, and our ports come back with other servers behind them.
as_admin() { env KUBECONFIG="$dir/kubeconfig" KUBECACHEDIR="$dir/kubectl-cache" "$bin/kubectl" "$@"; }

write_keys() {
  if [[ ! -s $dir/pki/service-account.key ]]; then
    openssl genrsa -out "$dir/pki/service-account.key" 2048 2>/dev/null
  fi
  if [[ ! -s $dir/pki/tokens.csv ]]; then
    {
      echo "$(openssl rand -hex 16),admin,admin,system:masters"
      echo "$(openssl rand -hex 16),system:kube-controller-manager,controller-manager"
      echo "$(openssl rand -hex 16),cgrant,cgrant,cgrant"
      echo "$(openssl rand -hex 16),developer,developer"
    } >"$dir/pki/tokens.new"
    mv "$dir/pki/tokens.new" "$dir/pki/tokens.csv"
  fi
}

write_kubeconfig() { # FILE USER
  cat >"$1" <<EOF
apiVersion: v1
kind: Config
clusters:
  - name: cgrant-e2e
    cluster:
      server: https://127.0.0.1:$(<"$dir/run/port")
      certificate-authority-data: $(base64 -w0 "$dir/pki/apiserver.crt")
users:
  - name: $2
    user:
      token: $(sed -nE "s/^([^,]+),$2,.*/\1/p" "$dir/pki/tokens.csv")
contexts:
  - name: cgrant-e2e
    context:
      cluster: cgrant-e2e
      user: $2
current-context: cgrant-e2e
EOF
}

write_kubeconfigs() {
  write_kubeconfig "$dir/kubeconfig" admin
  write_kubeconfig "$dir/cgrant.kubeconfig" cgrant
  write_kubeconfig "$dir/developer.kubeconfig" developer
  write_kubeconfig "$dir/pki/controller-manager.kubeconfig" system:kube-controller-manager
}
