#!/usr/bin/env bash
# Shows a pool that scales from zero and back. Flags for spillway up may follow, such as --runtime process.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
spillway=$here/../../spillway
log=$(mktemp)

"$spillway" up --config "$here/spillway.yml" --port 0 --management-port 0 "$@" >"$log" 2>&1 &
up=$!
stop() {
  kill -TERM "$up" 2>/dev/null || true
  wait "$up" || true
  rm -f "$log"
}
trap stop EXIT

# Where it listens, as it says itself.
shown() { sed -nE "s|^  $1 +(http://[^ ]+).*|\1|p" "$log"; }
for _ in $(seq 900); do
  [ -z "$(shown management)" ] || break
  kill -0 "$up" 2>/dev/null || { cat "$log" >&2; exit 1; }
  sleep 0.2
done
gateway=$(shown gateway)
pools=$(shown management)
[ -n "$pools" ] || { echo "spillway is not up after three minutes:" >&2; cat "$log" >&2; exit 1; }

servers() { curl -fsS "$pools" | grep -o '"lastRequestTime"' | wc -l; }
ask() {
  local begun answer
  begun=$(date +%s%3N)
  answer=$(curl -fsS "$gateway/")
  echo "answered after $(($(date +%s%3N) - begun)) ms: $(grep -o 'Hello World from server [^ "<]*' <<<"$answer")"
}

echo "servers before the first request: $(servers)"
ask
echo "servers now: $(servers)"
for _ in $(seq 300); do
  [ "$(servers)" -gt 0 ] || break
  sleep 0.2
done
echo "servers after 10 idle seconds: $(servers)"
[ "$(servers)" = 0 ]
ask
