#!/usr/bin/env bash
# Runs every example as its README says, on processes, and looks at what it prints.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

expect() {
  if ! grep -qE "$1" <<<"$2"; then
    printf 'expected a line with %s in:\n%s\n' "$1" "$2" >&2
    exit 1
  fi
}

zero=$(examples/scale-from-zero/run.sh --runtime process)
echo "$zero"
expect '^servers before the first request: 0$' "$zero"
expect '^servers now: 1$' "$zero"
expect '^servers after 10 idle seconds: 0$' "$zero"
[ "$(grep -c '^answered after' <<<"$zero")" = 2 ]

# A port that nobody uses, so that it can run beside others.
CLUSTER_PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export CLUSTER_PORT
alert=$(examples/pool-full-alert/run.sh --runtime process)
echo "$alert"
expect '^ALERT pool web is full' "$alert"
expect '^OK pool web' "$alert"
