#!/usr/bin/env bash
# The benchmarks in their smallest form: that they run and write what they promise. No time counts here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=target/benchmarks-smoke
# Containers are started by other tests; here the runtime that needs nothing else is enough.
parts=(small uploads tls handshakes http2 servers loops idle elasticity-process micro)
rm -rf "$out"
mkdir -p "$out"

fail() { echo "benchmarks: $*" >&2; exit 1; }

suite() { benchmarks/run all --tiny --parts "$(IFS=,; echo "${parts[*]}")" --out "$out"; }

suite || fail "a part failed"
for part in "${parts[@]}"; do
  [ "$(wc -l <"$out/$part.csv")" -gt 2 ] || fail "no result of $part"
done
for proxy in haproxy nginx vertx-http-proxy spillway; do
  grep -q "^| $proxy |" "$out/report.md" || fail "no line for $proxy"
done
pictures=$(sed -n 's/^!\[.*](\(.*\))$/\1/p' "$out/report.md")
[ "$(wc -l <<<"$pictures")" -ge 6 ] || fail "the report has no pictures"
for picture in $pictures; do
  [ -s "$out/$picture" ] || fail "no picture $picture"
done
suite | grep -q '^0 parts' || fail "parts with a result were measured again"
echo "benchmarks: ok"
