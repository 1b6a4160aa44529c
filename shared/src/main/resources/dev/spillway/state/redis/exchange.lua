-- A gateway reports what it uses and wants, and is granted permits.
-- ARGV: gateway, sequence, lease good (0|1), waiting, leaving (0|1), lease ms, maximum of servers,
--       capacity of a new server, how many of the waiting it asks permits for now, the roster that it
--       knows (empty: none), then per holding: server, held:inFlight, idle ms (-1: unused)
-- Reply: {0}, or {1, settling, idle elsewhere, waiting elsewhere, starting, at maximum,
--        last failure, {created…}, roster, {{server, ordinal, state, url, capacity}…} (empty if it is
--        the one that the gateway knows), {may hold, others in flight, of each in that order…},
--        fair share, gateways that may have one more, free}
local gateway = ARGV[1]
local sequence = tonumber(ARGV[2])
local leaseGood = ARGV[3] == '1'
local demand = tonumber(ARGV[4])
local leaving = ARGV[5] == '1'
local lease = tonumber(ARGV[6])
local limits = { max = tonumber(ARGV[7]), capacity = tonumber(ARGV[8]) }
local asks = math.min(demand, tonumber(ARGV[9]))
local rosterKnown = ARGV[10]
local HOLDINGS = 11

local pool = loadServers()
pool.granted, pool.inFlight, pool.gateways =
  numbers(KEY.granted), numbers(KEY.inFlight), loadGateways()
local now = pool.now
noticeOtherRun(pool, lease)
lapseGateways(pool)

local known = redis.call('HGET', KEY.seq, gateway)
if known and sequence <= tonumber(string.match(known, '^%d+')) then
  return { 0 }
end
redis.call('HSET', KEY.seq, gateway, string.format('%d:%d', sequence, now))

if leaving then
  forgetGateway(pool, gateway)
  return { 1, 0, 0, 0, 0, 0, '', {}, '', {}, {}, 0, 0, 0 }
end

-- Who has had an answer and is unknown here saw data that is lost. One that never had an answer
-- has nothing to lose: its first call may just have gone astray.
if not known and sequence > 1 and (leaseGood or #ARGV >= HOLDINGS) then
  settle(lease, now)
  pool.settling = true
end

local live = pool.gateways[gateway] ~= nil
local before = live and permitsOf(gateway) or {}

-- What it may still hold. Never more than recorded, for the rest may be another's by now: an
-- answer that lowered it may have been lost. (What is in flight counts, but is no permit to hold.)
-- While the pool settles there is nothing to compare with but its word, if its lease holds by its
-- own clock; and what is recorded may be its word of a time when it still held. One that lapsed
-- holds nothing, but on servers without a record, for nobody can have been granted permits on those.
local function believed(server, held)
  if pool.settling and not leaseGood then
    return 0
  end
  local old = before[server]
  if old then
    return math.min(held, old.holds)
  end
  if pool.settling and (live or not known or not pool.byName[server]) then
    return held
  end
  return 0
end

-- Record what is reported. A server without a record counts only while the pool settles: it may
-- be adopted then.
local mine, used, usedTimes = {}, {}, {}
for i = HOLDINGS, #ARGV, 3 do
  local server, said, idle = ARGV[i], permitOf(ARGV[i + 1]), ARGV[i + 2]
  if pool.byName[server] or pool.settling then
    local holds = believed(server, said.holds)
    -- What is in flight counts even above what it may hold. What it may hold counts even above
    -- capacity: until it has heard of the lower number it may spend the higher.
    mine[server] = holds == said.holds and said or permit(holds, said.inFlight)
    if said.inFlight > 0 or idle ~= '-1' then
      used[#used + 1] = server
      usedTimes[#used] = said.inFlight > 0 and now or now - tonumber(idle)
    end
  end
end
for server, old in pairs(before) do
  if not mine[server] then
    record(pool, gateway, server, old, NONE)
  end
end
for from = 1, #used, MOST_ARGUMENTS do
  local to = math.min(#used, from + MOST_ARGUMENTS - 1)
  for i, known in ipairs(redis.call('HMGET', KEY.last, unpack(used, from, to))) do
    local time = usedTimes[from + i - 1]
    if time > tonumber(known or 0) then
      write(KEY.last, used[from + i - 1], string.format('%d', time))
    end
  end
end
local grantedToIt = 0
for server, new in pairs(mine) do
  record(pool, gateway, server, before[server], new)
  grantedToIt = grantedToIt + new.granted
end
pool.gateways[gateway] = {
  leaseUntil = now + lease, waiting = demand, promised = 0, granted = grantedToIt, asks = asks,
  saidAt = now,
}

-- Grants up to a number of permits, oldest server first, so that load packs and the youngest go
-- idle. Answers how many.
local function grant(wanted)
  local given = 0
  if wanted <= 0 then
    return given
  end
  for _, server in ipairs(pool.servers) do
    local now = math.min(wanted - given, server.state == 'READY' and room(pool, server) or 0)
    if now > 0 then
      local old = mine[server.name] or NONE
      -- On top of what is in flight, even where it may hold less: else this would serve nothing.
      mine[server.name] = permit(old.granted + now, old.inFlight)
      record(pool, gateway, server.name, old, mine[server.name])
      given = given + now
    end
  end
  pool.gateways[gateway].granted = pool.gateways[gateway].granted + given
  return given
end

local waitingElsewhere = waiting(pool, gateway)
local created, atMaximum = {}, false
local share, remainder = ALL, 0

-- How many permits it may be granted of those that it asks for: up to its fair share, and beyond that
-- what is left when others that wait are given theirs. So no permit stays free that anybody wants.
local function due()
  local lacks = share - pool.gateways[gateway].granted
  local free = freePermits(pool)
  local most = math.max(lacks, free - owed(pool, gateway, share))
  if remainder > 0 then
    most = math.max(lacks, math.min(lacks + 1, most), free - owed(pool, gateway, share + 1))
  end
  return math.max(0, math.min(asks, most))
end

if not pool.settling then
  local served = 0
  if demand + waitingElsewhere > 0 then
    reviveFor(pool,
      demand + waitingElsewhere - freePermits(pool) - idlePermits(pool, gateway, mine))
    share, remainder = fairShare(pool)
    served = grant(due())
  end
  pool.gateways[gateway].waiting = demand - served
  pool.gateways[gateway].promised = served
  pool.gateways[gateway].asks = asks - served
  local gateways = 0
  for _ in pairs(pool.gateways) do
    gateways = gateways + 1
  end
  grant(math.max(0, math.floor((freePermits(pool) - waitingElsewhere) / gateways)))

  -- Its own idle permits serve others that wait, for they can be asked back, but not itself: what
  -- it wants beyond them it has reason to want.
  if demand + waitingElsewhere > 0 then
    local ownIdle = -served
    for server, own in pairs(mine) do
      if pool.byName[server] and pool.byName[server].state == 'READY' then
        ownIdle = ownIdle + own.granted - own.inFlight
      end
    end
    local unmet = demand - served + waitingElsewhere - freePermits(pool)
      - idlePermits(pool, gateway, mine) - math.max(0, math.min(ownIdle, waitingElsewhere))
    created, atMaximum = createForDemand(pool, unmet, limits)
  end
end
writeAll()
redis.call('HSET', KEY.gateways, gateway, cjson.encode(pool.gateways[gateway]))

if digestIsGone then
  saveDigest(pool)
end
local roster = redis.sha1hex(pool.digest)
local servers, grants = {}, {}
for i, server in ipairs(pool.servers) do
  if roster ~= rosterKnown then
    servers[i] = { server.name, server.ordinal, server.state, server.url, server.capacity }
  end
  local own = mine[server.name] or NONE
  local mayHold = math.max(0,
    math.min(own.holds, server.capacity - ((pool.granted[server.name] or 0) - own.granted)))
  if server.state == 'DRAINING' then
    mayHold = math.min(mayHold, own.inFlight)
  end
  grants[#grants + 1] = mayHold
  grants[#grants + 1] = (pool.inFlight[server.name] or 0) - own.inFlight
end
-- To one whose lease is over the pool doesn't settle: it must let go of servers not listed.
return {
  1, pool.settling and leaseGood and 1 or 0, idlePermits(pool, gateway, mine), waitingElsewhere,
  count(pool, 'STARTING'), atMaximum and 1 or 0, pool.meta.lastFailure or '', created,
  roster, servers, grants, share, remainder, freePermits(pool),
}
