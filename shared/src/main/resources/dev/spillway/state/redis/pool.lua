-- A pool as the scripts see it. Comes before every script, after clock.lua. docs/protocol.md
-- describes the keys.
local BASE = string.match(KEYS[1], '^(.*:)servers$')
local KEY = {
  servers = BASE .. 'servers', granted = BASE .. 'granted', inFlight = BASE .. 'inflight',
  last = BASE .. 'last', gateways = BASE .. 'gateways', seq = BASE .. 'seq',
  workers = BASE .. 'workers', meta = BASE .. 'meta', lists = BASE .. 'lists',
}
local WORKER_SILENCE = 10000
local SEQUENCE_MEMORY = 3600000
local FIRST_BACKOFF = 1000
local LONGEST_BACKOFF = 60000

local function hash(key)
  local flat = redis.call('HGETALL', key)
  local fields = {}
  for i = 1, #flat, 2 do
    fields[flat[i]] = flat[i + 1]
  end
  return fields
end

local function numbers(key)
  local flat = redis.call('HGETALL', key)
  local fields = {}
  for i = 1, #flat, 2 do
    fields[flat[i]] = tonumber(flat[i + 1])
  end
  return fields
end

local function permitsKey(gateway)
  return BASE .. 'permits:' .. gateway
end

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

local function isSettling(meta, now)
  return now < tonumber(meta.settlingUntil or 0)
end

-- What an exchange needs of every server, in one field of meta: decoding each record costs many times
-- as much. Gone whenever a record changes, and made anew by who needs it next. Its SHA-1 tells a gateway
-- whether the servers are still those that it was told of.
local DIGEST = 'digest'
local digestIsGone = false

local function loadMeta()
  local meta = hash(KEY.meta)
  local digest = meta[DIGEST]
  meta[DIGEST] = nil
  return meta, digest
end

local function loadRecords(pool)
  for name, json in pairs(hash(KEY.servers)) do
    local server = cjson.decode(json)
    pool.byName[name] = server
    table.insert(pool.servers, server)
  end
  table.sort(pool.servers, function(a, b) return a.ordinal < b.ordinal end)
end

local function loadDigest(pool, digest)
  for i, d in ipairs(cmsgpack.unpack(digest)) do
    local server = {
      name = d[1], ordinal = d[2], state = d[3], url = d[4], capacity = d[5], fixed = d[6],
      partial = true,
    }
    pool.servers[i] = server
    pool.byName[d[1]] = server
  end
end

local function saveDigest(pool)
  local digest = {}
  for i, s in ipairs(pool.servers) do
    digest[i] = { s.name, s.ordinal, s.state, s.url, s.capacity, s.fixed or false }
  end
  pool.digest = cmsgpack.pack(digest)
  redis.call('HSET', KEY.meta, DIGEST, pool.digest)
  digestIsGone = false
end

local function dropDigest()
  redis.call('HDEL', KEY.meta, DIGEST)
  digestIsGone = true
end

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

-- The servers of a pool with what the digest has of them.
local function loadServers()
  local meta, digest = loadMeta()
  local pool = { now = clock(), meta = meta, servers = {}, byName = {}, digest = digest }
  pool.settling = isSettling(meta, pool.now)
  if digest then
    loadDigest(pool, digest)
  else
    loadRecords(pool)
    saveDigest(pool)
  end
  return pool
end

local function loadServer(name)
  local json = redis.call('HGET', KEY.servers, name)
  return json and cjson.decode(json) or nil
end

local function save(server)
  redis.call('HSET', KEY.servers, server.name, cjson.encode(server))
  dropDigest()
end

local function move(server, state, now)
  if server.partial then
    for field, value in pairs(loadServer(server.name)) do
      server[field] = value
    end
    server.partial = nil
  end
  server.state = state
  server.since = now
  server.worker = ''
  server.claimUntil = 0
  save(server)
end

local function claim(server, worker, untilTime)
  server.worker = worker
  server.claimUntil = untilTime
  save(server)
end

local function claimable(server, worker, now)
  return server.worker == '' or server.worker == worker or server.claimUntil <= now
end

local NONE = permit(0, 0)

-- Hash fields that are to be written, or removed if false, in few calls.
local unwritten = {}
local MOST_ARGUMENTS = 4000

local function write(key, field, value)
  local fields = unwritten[key]
  if not fields then
    fields = {}
    unwritten[key] = fields
  end
  fields[field] = value
end

local function writeAll()
  for key, fields in pairs(unwritten) do
    local sets, removals = {}, {}
    for field, value in pairs(fields) do
      if value then
        sets[#sets + 1] = field
        sets[#sets + 1] = value
      else
        removals[#removals + 1] = field
      end
    end
    for i = 1, #sets, MOST_ARGUMENTS do
      redis.call('HSET', key, unpack(sets, i, math.min(#sets, i + MOST_ARGUMENTS - 1)))
    end
    for i = 1, #removals, MOST_ARGUMENTS do
      redis.call('HDEL', key, unpack(removals, i, math.min(#removals, i + MOST_ARGUMENTS - 1)))
    end
  end
  unwritten = {}
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

local function usedAt(server, time)
  local known = tonumber(redis.call('HGET', KEY.last, server) or 0)
  if time > known then
    redis.call('HSET', KEY.last, server, time)
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

local function settle(lease, now)
  local settlingUntil = tonumber(redis.call('HGET', KEY.meta, 'settlingUntil') or 0)
  redis.call('HSET', KEY.meta, 'settlingUntil', math.max(settlingUntil, now + lease))
end

-- The token that tells this life of the pool's data from any other; part of server names, so that
-- none is ever used twice. With it goes whose run this life began in, or the next step would take the
-- token for one that another run left.
local function birth(now)
  local token = redis.call('HGET', KEY.meta, 'birth')
  if not token then
    local digits = '0123456789abcdefghijklmnopqrstuvwxyz'
    local rest = now % (36 ^ 4)
    token = ''
    for _ = 1, 4 do
      local digit = rest % 36 + 1
      token = string.sub(digits, digit, digit) .. token
      rest = math.floor(rest / 36)
    end
    redis.call('HSET', KEY.meta, 'birth', token, 'run', serverRun())
  end
  return token
end

-- Whether another run of Redis recorded this than the one that has it now. A replica that took over, or
-- a Redis started again, may lack what was granted last.
local function isOfAnotherRun(meta)
  return meta.run ~= serverRun()
end

-- Notices it, and forgets all that gateways know better: as if that had been lost, each is believed
-- once. The records of servers stay; what they say is looked after by workers. The token goes, for names
-- made since the data was saved are lost with it; a worker's next round makes a new one.
local function noticeOtherRun(pool, lease)
  if not isOfAnotherRun(pool.meta) then
    return
  end
  redis.call('HSET', KEY.meta, 'run', serverRun())
  if not pool.meta.run and not pool.meta.birth then
    return
  end
  for _, gateway in ipairs(redis.call('HKEYS', KEY.gateways)) do
    forgetGateway(pool, gateway)
  end
  for _, gateway in ipairs(redis.call('HKEYS', KEY.seq)) do
    redis.call('HDEL', KEY.seq, gateway)
  end
  redis.call('HDEL', KEY.meta, 'birth')
  pool.meta.birth = nil
  settle(lease, pool.now)
  pool.settling = true
end

-- What every regular round of a worker begins with: its sign of life; notices that data was lost, by
-- the birth token that it saw last (empty: none yet); lapses who is gone. Answers worker -> last seen.
local function beginRound(pool, worker, lease, lastBirth)
  local now = pool.now
  noticeOtherRun(pool, lease)
  pool.meta.birth = birth(now)
  if lastBirth ~= '' and lastBirth ~= pool.meta.birth then
    settle(lease, now)
    pool.settling = true
  end
  redis.call('HSET', KEY.workers, worker, now)
  local workers = numbers(KEY.workers)
  for name, seen in pairs(workers) do
    if now - seen > WORKER_SILENCE then
      redis.call('HDEL', KEY.workers, name)
      workers[name] = nil
    end
  end
  lapseGateways(pool)
  for gateway, text in pairs(hash(KEY.seq)) do
    local seen = tonumber(string.match(text, ':(%d+)$'))
    if not pool.gateways[gateway] and now - seen > SEQUENCE_MEMORY then
      redis.call('HDEL', KEY.seq, gateway)
    end
  end
  return workers
end

-- What a worker of fixed servers says holds for three of its rounds.
local WORD_HOLDS = 3000

-- Whether it is this worker that probes fixed servers: one at a time does.
local function probesFixed(meta, worker, now)
  return meta.prober == worker or now >= tonumber(meta.proberUntil or 0)
end

local function claimProbing(worker, now)
  redis.call('HSET', KEY.meta, 'prober', worker, 'proberUntil', now + WORD_HOLDS)
end

local function count(pool, state)
  local found = 0
  for _, server in ipairs(pool.servers) do
    if server.state == state then
      found = found + 1
    end
  end
  return found
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

local function waiting(pool, exceptFor)
  local sum = 0
  for gateway, lease in pairs(pool.gateways) do
    if gateway ~= exceptFor then
      sum = sum + lease.waiting
    end
  end
  return sum
end

-- Whose wish for permits is as old as that may have been served otherwise by now: it asks more often.
local WISH_HOLDS = 500

local function wishHolds(pool, lease)
  return pool.now - (lease.saidAt or 0) < WISH_HOLDS
end

-- The fair share where there is enough for everybody.
local ALL = 2147483647

-- The fair share: how many permits a gateway may have while others wait, such that who wants less gets
-- that, and all others get the same. And how many of these others may have one more.
local function fairShare(pool)
  local left, wants = 0, {}
  for _, server in ipairs(pool.servers) do
    if server.state == 'READY' then
      left = left + server.capacity
    end
  end
  for _, lease in pairs(pool.gateways) do
    table.insert(wants, (lease.granted or 0) + (wishHolds(pool, lease) and lease.waiting or 0))
  end
  table.sort(wants)
  for i, want in ipairs(wants) do
    local gateways = #wants - i + 1
    if want * gateways > left then
      return math.floor(left / gateways), left % gateways
    end
    left = left - want
  end
  return ALL, 0
end

-- What others that ask for permits lack to have so many each.
local function owed(pool, exceptFor, share)
  local sum = 0
  for gateway, lease in pairs(pool.gateways) do
    if gateway ~= exceptFor and wishHolds(pool, lease) then
      sum = sum + math.max(0, math.min(lease.asks or 0, share - (lease.granted or 0)))
    end
  end
  return sum
end

local function revive(pool, server)
  move(server, 'READY', pool.now)
  return room(pool, server)
end

-- Turns DRAINING servers READY, oldest first, while demand (a number of permits) is left. A fixed
-- server drains because it is no longer configured: demand doesn't bring it back.
local function reviveFor(pool, demand)
  for _, server in ipairs(pool.servers) do
    if demand <= 0 then
      return
    end
    if server.state == 'DRAINING' and not server.fixed and room(pool, server) > 0 then
      demand = demand - revive(pool, server)
    end
  end
end

-- When the next server may be started, after starts that failed and servers that died.
local function retryAt(pool)
  return math.max(tonumber(pool.meta.retryAt or 0), tonumber(pool.meta.crashUntil or 0))
end

-- Makes up to wanted STARTING records. Answers their names, and whether the maximum allowed fewer. None
-- before a worker has had its first round in this life of the data: nobody else can tell a pool that
-- is new from one whose data was lost, and whose servers run.
local function create(pool, wanted, limits)
  local created = {}
  if wanted <= 0 or not pool.meta.birth or pool.settling or pool.now < retryAt(pool) then
    return created, false
  end
  local allowed = math.max(0, limits.max - #pool.servers)
  local prefix = string.match(BASE, '{(.*)}') .. '-' .. pool.meta.birth .. '-'
  for _ = 1, math.min(wanted, allowed) do
    local ordinal = redis.call('HINCRBY', KEY.meta, 'ordinal', 1)
    local server = {
      name = prefix .. string.format('%d', ordinal), ordinal = ordinal, state = 'STARTING',
      url = '', capacity = limits.capacity, createdAt = pool.now, since = pool.now,
      worker = '', claimUntil = 0, reason = '',
    }
    save(server)
    table.insert(pool.servers, server)
    pool.byName[server.name] = server
    table.insert(created, server.name)
  end
  return created, wanted > allowed
end

-- Makes the STARTING records for a demand that neither free nor idle permits meet.
local function createForDemand(pool, unmet, limits)
  for _, server in ipairs(pool.servers) do
    if server.state == 'STARTING' then
      unmet = unmet - server.capacity
    end
  end
  return create(pool, math.ceil(unmet / limits.capacity), limits)
end

-- The reply that snapshot and sweep share.
local function describe(pool, created)
  local gateways, servers = {}, {}
  for gateway, lease in pairs(pool.gateways) do
    if lease.leaseUntil > pool.now then
      table.insert(gateways, gateway)
    end
  end
  table.sort(gateways)
  for _, s in ipairs(pool.servers) do
    table.insert(servers, {
      s.name, s.ordinal, s.state, s.url, s.capacity, pool.granted[s.name] or 0,
      pool.inFlight[s.name] or 0, pool.last[s.name] or 0, s.createdAt, s.since, s.worker,
      s.claimUntil, s.reason,
    })
  end
  return {
    pool.now, pool.settling and 1 or 0, waiting(pool), retryAt(pool), created,
    gateways, servers, pool.meta.birth or '',
  }
end
