-- Forgets a server that died, and the permits on it. Servers that die soon after they got ready,
-- one after the other, make the pool's next starts wait: the first is replaced at once, then the
-- wait doubles. docs/protocol.md says what counts as one after the other.
-- ARGV: server, reason, how long a server is up that is well (ms)
-- Reply: {1 forgotten, 0 unknown; deaths in a row; ms until the next start}
local pool = loadPool()
local dead = pool.byName[ARGV[1]]
if not dead then
  return { 0, 0, 0 }
end
forgetServer(dead.name)
local now, meta = pool.now, pool.meta
local crashes, crashedAt = tonumber(meta.crashes or 0), tonumber(meta.crashedAt or 0)
-- Older than the last death: whatever that one died of, this one may have died of at once with it.
if crashes > 0 and dead.createdAt < crashedAt then
  return { 1, crashes, math.max(0, tonumber(meta.crashUntil or 0) - now) }
end
for _, server in ipairs(pool.servers) do
  local wasReady = server.state == 'READY' or server.state == 'DRAINING'
  local upSince = server.readyAt or server.since
  if wasReady and server.createdAt >= crashedAt and now - upSince >= tonumber(ARGV[3]) then
    crashes = 0
  end
end
crashes = crashes + 1
local wait = 0
if crashes > 1 then
  wait = math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ^ (crashes - 2))
  redis.call('HSET', KEY.meta, 'lastFailure', string.format(
    '%d servers in a row died soon after they got ready, the last: %s', crashes, ARGV[2]))
end
redis.call('HSET', KEY.meta, 'crashes', crashes, 'crashedAt', now, 'crashUntil', now + wait)
return { 1, crashes, wait }
