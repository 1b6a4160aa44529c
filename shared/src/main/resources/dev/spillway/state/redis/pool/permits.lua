-- What gateways have of the servers, and what is free of them.

-- What a gateway has of a server. Granted, which counts towards the server's capacity, is the greater
-- of what it may hold and what is in flight. Never changed once made: servers of which it has the same
-- share it.
local function permit(holds, inFlight)
  return { holds = holds, inFlight = inFlight, granted = math.max(holds, inFlight) }
end

-- Most servers of a large pool have one of few texts.
local permits = {}

-- The permit of holds:inFlight.
local function permitOf(text)
  local known = permits[text]
  if not known then
    local holds, inFlight = string.match(text, '^(%d+):(%d+)$')
    known = permit(tonumber(holds), tonumber(inFlight))
    permits[text] = known
  end
  return known
end

-- What one gateway has: server -> permit.
local function permitsOf(gateway)
  local found = hash(permitsKey(gateway))
  for server, text in pairs(found) do
    found[server] = permitOf(text)
  end
  return found
end

local NONE = permit(0, 0)

local function loadGateways()
  local gateways = hash(KEY.gateways)
  for gateway, json in pairs(gateways) do
    gateways[gateway] = cjson.decode(json)
  end
  return gateways
end

-- The pool with all that is recorded of each server.
local function loadPool()
  local meta, digest = loadMeta()
  local pool = {
    now = clock(), meta = meta, servers = {}, byName = {}, digest = digest,
    granted = numbers(KEY.granted), inFlight = numbers(KEY.inFlight), last = numbers(KEY.last),
    gateways = loadGateways(),
  }
  pool.settling = isSettling(pool.meta, pool.now)
  loadRecords(pool)
  return pool
end

local function add(key, totals, server, delta)
  if delta ~= 0 then
    local total = (totals[server] or 0) + delta
    totals[server] = total
    write(key, server, total ~= 0 and string.format('%d', total))
  end
end

-- Replaces what a gateway has of a server, and keeps the totals in step. Written by writeAll.
local function record(pool, gateway, server, old, new)
  old = old or NONE
  if old == new then
    return
  end
  if old.holds == new.holds and old.granted == new.granted and old.inFlight == new.inFlight then
    return
  end
  add(KEY.granted, pool.granted, server, new.granted - old.granted)
  add(KEY.inFlight, pool.inFlight, server, new.inFlight - old.inFlight)
  write(permitsKey(gateway), server,
    new.granted ~= 0 and string.format('%d:%d', new.holds, new.inFlight))
end

local function forgetGateway(pool, gateway)
  for server, permit in pairs(permitsOf(gateway)) do
    record(pool, gateway, server, permit, NONE)
  end
  writeAll()
  redis.call('HDEL', KEY.gateways, gateway)
  pool.gateways[gateway] = nil
end

local function lapseGateways(pool)
  for gateway, lease in pairs(pool.gateways) do
    if lease.leaseUntil <= pool.now then
      forgetGateway(pool, gateway)
    end
  end
end

local function forgetServer(name)
  for _, gateway in ipairs(redis.call('HKEYS', KEY.gateways)) do
    local text = redis.call('HGET', permitsKey(gateway), name)
    if text then
      local lease = cjson.decode(redis.call('HGET', KEY.gateways, gateway))
      lease.granted = (lease.granted or 0) - permitOf(text).granted
      redis.call('HSET', KEY.gateways, gateway, cjson.encode(lease))
      redis.call('HDEL', permitsKey(gateway), name)
    end
  end
  redis.call('HDEL', KEY.servers, name)
  dropDigest()
  redis.call('HDEL', KEY.granted, name)
  redis.call('HDEL', KEY.inFlight, name)
  redis.call('HDEL', KEY.last, name)
end

local function room(pool, server)
  return math.max(0, server.capacity - (pool.granted[server.name] or 0))
end

-- Permits free on READY servers.
local function freePermits(pool)
  local free = 0
  for _, server in ipairs(pool.servers) do
    if server.state == 'READY' then
      free = free + room(pool, server)
    end
  end
  return free
end

-- Permits of READY servers that gateways other than self hold and neither use nor have just been
-- given for requests that wait. All of them if self is nil.
local function idlePermits(pool, self, own)
  local idle = 0
  for _, server in ipairs(pool.servers) do
    if server.state == 'READY' then
      local mine = own and own[server.name] or NONE
      local granted = (pool.granted[server.name] or 0) - mine.granted
      local inFlight = (pool.inFlight[server.name] or 0) - mine.inFlight
      idle = idle + math.max(0, granted - inFlight)
    end
  end
  for gateway, lease in pairs(pool.gateways) do
    if gateway ~= self then
      idle = idle - lease.promised
    end
  end
  return math.max(0, idle)
end
