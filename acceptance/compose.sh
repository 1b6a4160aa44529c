#!/usr/bin/env bash
# docker-compose.yml as a user runs it: three gateways, two workers, Redis, and servers as containers.
# Needs Docker, docker-compose and curl; leaves nothing behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export COMPOSE_PROJECT_NAME=spillway-acceptance
export DELAY=100ms MAX_REPLICAS=3 SERVER_MAX_REQUESTS=5 TIME_FOR_SCALE_DOWN=2s
requests=100

fail() { echo "compose: $*" >&2; docker-compose logs --tail 40 >&2 || true; exit 1; }
servers() { docker ps -a -q --filter label=spillway.instance=compose; }
stop() {
  docker-compose stop lb worker >/dev/null 2>&1 || true
  servers | xargs -r docker rm -f >/dev/null
  docker-compose down >/dev/null 2>&1 || true
}
trap stop EXIT

[ -d launcher/target/spillway/lib ] || mvn -B -q package -DskipTests
docker-compose up -d --build --scale lb=3 --scale worker=2 >/dev/null 2>&1 || fail "up failed"

for index in 1 2 3; do
  address=$(docker-compose port --index="$index" lb 8080 | sed 's/^0\.0\.0\.0/127.0.0.1/')
  curl -sf -o /dev/null --retry 120 --retry-delay 1 --retry-all-errors --max-time 40 "http://$address/" \
    || fail "gateway $index at $address does not answer"
  answered=$(seq "$requests" | xargs -P 20 -I{} \
    curl -s -o /dev/null -w '%{http_code}\n' --max-time 60 "http://$address/" | grep -c '^200$' || true)
  [ "$answered" = "$requests" ] || fail "gateway $index answered $answered of $requests requests"
  echo "compose: gateway $index at $address answered $answered of $requests requests"
  lb=$(docker-compose ps -q lb | sed -n "${index}p")
  rights=$(docker inspect -f '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{len .HostConfig.Binds}}' "$lb")
  [ "$rights" = "true [ALL] 0" ] || fail "gateway $index has more rights than it needs: $rights"
  [ "$(docker exec "$lb" id -u)" != 0 ] || fail "gateway $index runs as root"
  docker logs "$lb" | grep -q 'sockets by \(io_uring\|epoll\)' \
    || fail "gateway $index can't load its libraries: $(docker logs "$lb" | grep 'sockets by')"
done

first=$(docker-compose port --index=1 lb 8080 | sed 's/^0\.0\.0\.0/127.0.0.1/')
(while curl -s -o /dev/null --max-time 10 "http://$first/"; do sleep 0.2; done) &
client=$!
seen=$(timeout 90 docker-compose run --rm -T monitor monitor --json 2>/dev/null | grep -m 1 -c request-served || true)
kill "$client" 2>/dev/null; wait "$client" 2>/dev/null || true
[ "$seen" = 1 ] || fail "the monitor saw no request on the event bus"
echo "compose: an independent monitor sees requests on the event bus"

reached=$(docker exec "$(servers | head -n 1)" timeout 5 bash -c \
  'for at in redis/6379 members/5701 lb/5701 worker/5701; do (exec 3<>"/dev/tcp/$at") 2>/dev/null && echo "$at"; done' || true)
[ -z "$reached" ] || fail "a server reaches $reached"
echo "compose: servers reach neither Redis nor the event bus"

for _ in $(seq 60); do
  [ "$(servers | wc -l)" = 1 ] && break
  sleep 1
done
[ "$(servers | wc -l)" = 1 ] || fail "$(servers | wc -l) servers are left, expected the minimum of 1"
echo "compose: servers are back at the minimum"

! docker-compose logs lb worker 2>&1 | grep 'shared state unreachable' || fail "a role may not do what it needs on Redis"
echo "compose: Redis refused nobody"
