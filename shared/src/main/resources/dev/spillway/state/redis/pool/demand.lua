-- What is wanted of a pool, the share of each gateway in it, and the servers that are started for it.
local FIRST_BACKOFF = 1000
local LONGEST_BACKOFF = 60000

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
