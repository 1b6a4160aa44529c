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
