#!/usr/bin/env bash
# The benchmarks in their smallest form: that they run and write what they promise. No time counts here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=target/benchmarks-smoke
rm -rf "$out"

fail() { echo "benchmarks: $*" >&2; exit 1; }

benchmarks/run proxies --warm-up 1 --rounds 1 --seconds 1 --connections 8 --out "$out/proxies" \
  | tee "$out.log" || fail "proxies failed"
for proxy in haproxy nginx vertx-http-proxy spillway; do
  grep -q "^| $proxy |" "$out.log" || fail "no line for $proxy"
done
[ -s "$out/proxies/proxies.csv" ] && [ -s "$out/proxies/proxies.png" ] || fail "no CSV or no plot"
benchmarks/run idle --connections 50 --only haproxy,spillway --out "$out/idle" | grep -q '^| spillway |' \
  || fail "idle failed"
benchmarks/run elasticity --runs 1 --requests 20 --max-replicas 2 --out "$out/elasticity" | grep -q ratio \
  || fail "elasticity failed"
echo "benchmarks: ok"
