-- A worker's round over a pool of fixed servers: enters those that it lists, takes over what it found
-- of their health, drains and forgets those that no worker lists any more. One worker at a time
-- probes them; what others say of health is not taken.
-- ARGV: worker, lease ms, capacity, the birth token that this worker saw last (empty: none yet),
--       then per server: name, url, health (UNKNOWN | HEALTHY | UNHEALTHY), reason
-- Reply: {1 if this worker is to probe, else 0, as snapshot, roster for affirm-fixed (empty: the next
--        round must be whole again)}
local worker = ARGV[1]
local pool = loadPool()
local now = pool.now
local capacity = tonumber(ARGV[3])
local workers = beginRound(pool, worker, tonumber(ARGV[2]), ARGV[4])

local probes = probesFixed(pool.meta, worker, now)
if probes then
  claimProbing(worker, now)
end

local function enter(name, url)
  local ordinal = redis.call('HINCRBY', KEY.meta, 'ordinal', 1)
  local server = {
    name = name, ordinal = ordinal, state = 'STARTING', url = url, capacity = capacity,
    createdAt = now, since = now, worker = '', claimUntil = 0, reason = '', fixed = true,
  }
  table.insert(pool.servers, server)
  pool.byName[name] = server
  return server
end

-- Records stay as they are unless something changed: to write all of a large pool each second, and to
-- decode them again for the next exchange, would cost more than all else that is done here.
local names, own, listed = {}, {}, {}
for i = 5, #ARGV, 4 do
  local name, url, health, reason = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  names[#names + 1] = name
  own[name] = true
  listed[name] = true
  local server = pool.byName[name]
  local changed = not server
  server = server or enter(name, url)
  if probes then
    changed = changed or server.url ~= url or server.capacity ~= capacity
    server.url = url
    server.capacity = capacity
    if health == 'HEALTHY' and server.state ~= 'READY' then
      server.reason = ''
      move(server, 'READY', now)
      usedAt(name, now)
    elseif health == 'UNHEALTHY' then
      changed = changed or server.reason ~= reason
      server.reason = reason
      if server.state ~= 'FAILED' then
        move(server, 'FAILED', now)
      end
    end
  end
  if changed then
    save(server)
  end
end

-- What others list, of those that were here not long ago; most often the same.
local list, known = table.concat(names, '\n'), nil
for other, text in pairs(hash(KEY.lists)) do
  if other == worker then
    known = text
  elseif not workers[other] then
    redis.call('HDEL', KEY.lists, other)
  elseif text ~= list and now - workers[other] < WORD_HOLDS then
    for name in string.gmatch(text, '[^\n]+') do
      listed[name] = true
    end
  end
end
if known ~= list then
  redis.call('HSET', KEY.lists, worker, list)
end

-- Others that list a server of their own configuration keep it; what was started before the pool was
-- given fixed servers goes at once. Forgotten only a round after it was drained, so that it is told.
if not pool.settling then
  for i = #pool.servers, 1, -1 do
    local server = pool.servers[i]
    if not (server.fixed and listed[server.name]) then
      if server.state == 'READY' then
        move(server, 'DRAINING', now)
      elseif (pool.granted[server.name] or 0) == 0 then
        forgetServer(server.name)
        table.remove(pool.servers, i)
      end
    end
  end
end

-- With servers in it that this worker doesn't list, what becomes of them hangs on time.
local function hangsOnTime()
  for _, server in ipairs(pool.servers) do
    if not (server.fixed and own[server.name]) then
      return true
    end
  end
  return pool.settling
end

local roster = ''
if not hangsOnTime() then
  if digestIsGone or not pool.digest then
    saveDigest(pool)
  end
  roster = redis.sha1hex(pool.digest)
end
return { probes and 1 or 0, describe(pool, {}), roster }
