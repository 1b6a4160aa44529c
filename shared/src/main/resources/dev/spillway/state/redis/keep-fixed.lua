-- A worker's round over a pool of fixed servers: enters those that it lists, takes over what it found
-- of their health, drains and forgets those that no worker lists any more. One worker at a time
-- probes them; what others say of health is not taken.
-- ARGV: worker, lease ms, capacity, the birth token that this worker saw last (empty: none yet),
--       then per server: name, url, health (UNKNOWN | HEALTHY | UNHEALTHY), reason
-- Reply: {1 if this worker is to probe, else 0, as snapshot}
-- What a worker says holds for three of its rounds.
local WORD_HOLDS = 3000
local worker = ARGV[1]
local pool = loadPool()
local now = pool.now
beginRound(pool, worker, tonumber(ARGV[2]), ARGV[4])

local probes = pool.meta.prober == worker or now >= tonumber(pool.meta.proberUntil or 0)
if probes then
  redis.call('HSET', KEY.meta, 'prober', worker, 'proberUntil', now + WORD_HOLDS)
end

local function enter(name, url)
  local ordinal = redis.call('HINCRBY', KEY.meta, 'ordinal', 1)
  local server = {
    name = name, ordinal = ordinal, state = 'STARTING', url = url, capacity = tonumber(ARGV[3]),
    createdAt = now, since = now, worker = '', claimUntil = 0, reason = '', fixed = true,
  }
  table.insert(pool.servers, server)
  pool.byName[name] = server
  return server
end

for i = 5, #ARGV, 4 do
  local name, url, health, reason = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local server = pool.byName[name] or enter(name, url)
  server.listedUntil = now + WORD_HOLDS
  if probes then
    server.url = url
    server.capacity = tonumber(ARGV[3])
    if health == 'HEALTHY' and server.state ~= 'READY' then
      server.reason = ''
      move(server, 'READY', now)
      usedAt(name, now)
    elseif health == 'UNHEALTHY' then
      server.reason = reason
      if server.state ~= 'FAILED' then
        move(server, 'FAILED', now)
      end
    end
  end
  save(server)
end

-- Others that list a server of their own configuration keep it; what was started before the pool was
-- given fixed servers goes at once. Forgotten only a round after it was drained, so that it is told.
if not pool.settling then
  for i = #pool.servers, 1, -1 do
    local server = pool.servers[i]
    if not server.fixed or server.listedUntil <= now then
      if server.state == 'READY' then
        move(server, 'DRAINING', now)
      elseif (pool.granted[server.name] or 0) == 0 then
        forgetServer(server.name)
        table.remove(pool.servers, i)
      end
    end
  end
end
return { probes and 1 or 0, describe(pool, {}) }
