-- A worker's sign of life and regular round.
-- ARGV: worker, lease ms, minimum, maximum, capacity of a new server, the birth token that this
--       worker saw last (empty: none yet)
-- Reply: as snapshot
local worker = ARGV[1]
local limits = { max = tonumber(ARGV[4]), capacity = tonumber(ARGV[5]) }
local pool = loadPool()
local now = pool.now

local workers = beginRound(pool, worker, tonumber(ARGV[2]), ARGV[6])

local retryAt = tonumber(pool.meta.retryAt or 0)
for i = #pool.servers, 1, -1 do
  local server = pool.servers[i]
  if server.state == 'FAILED' and now >= retryAt then
    forgetServer(server.name)
    pool.byName[server.name] = nil
    table.remove(pool.servers, i)
  elseif server.worker ~= '' and (server.claimUntil <= now or not workers[server.worker]) then
    claim(server, '', 0)
  end
end

local created = {}
if not pool.settling then
  -- A DRAINING server comes back sooner than a new one starts.
  local missing = tonumber(ARGV[3]) - count(pool, 'READY') - count(pool, 'STARTING')
  for _, server in ipairs(pool.servers) do
    if missing > 0 and server.state == 'DRAINING' then
      revive(pool, server)
      missing = missing - 1
    end
  end
  local demand = waiting(pool)
  reviveFor(pool, demand - freePermits(pool) - idlePermits(pool))
  created = create(pool, missing, limits)
  for _, name in ipairs((createForDemand(pool,
      demand - freePermits(pool) - idlePermits(pool), limits))) do
    table.insert(created, name)
  end
end
return describe(pool, created)
