#!/usr/bin/env bash
# Fills a pool, and shows what a program that listens to the event bus says about it. Flags for spillway up may
# follow, such as --runtime process.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
spillway=$here/../../spillway
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=${CLUSTER_PORT:-5701}
dir=$(mktemp -d)
pids=()
stop() {
  kill -TERM "${pids[@]}" 2>/dev/null || true
  wait || true
  rm -rf "$dir"
}
trap stop EXIT

# Waits until a line of a log matches, for three minutes at most; a first start builds Spillway.
await() {
  for _ in $(seq 900); do
    if grep -qE "$2" "$dir/$1"; then return 0; fi
    sleep 0.2
  done
  echo "no line with $2:" >&2
  cat "$dir/$1" >&2
  return 1
}

[ -d "$here/target/lib" ] || mvn -B -q -f "$here/pom.xml" package

"$spillway" up --config "$here/spillway.yml" --port 0 --management-port 0 \
  --cluster 127.0.0.1 --set "cluster.port=$port" "$@" >"$dir/up" 2>&1 &
pids+=($!)
await up '^  instance +'
gateway=$(sed -nE 's/^  gateway +//p' "$dir/up")

"$java" -cp "$here/target/classes:$here/target/lib/*" example.PoolFullAlert \
  --cluster 127.0.0.1 --port "$port" --instance pool-full-alert >"$dir/alert" 2>&1 &
pids+=($!)
await alert '^joined'

clients=()
for _ in $(seq 6); do
  curl -fsS -o /dev/null "$gateway/" &
  clients+=($!)
done
await alert '^ALERT pool web is full'
wait "${clients[@]}"
await alert '^OK pool web'
grep -E '^(joined|ALERT|OK)' "$dir/alert"
