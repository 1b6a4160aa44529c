-- Enters a server that was found running without a record, as READY; the pool settles.
-- ARGV: server, url, lease ms, maximum, capacity
-- Reply: 1 entered, 0 not: there is a record, or as many as may be
local name = ARGV[1]
local pool = loadPool()
if pool.byName[name] then
  return 0
end
-- A running server is worth more than one that starts: at the maximum one of those makes room,
-- best one that nobody has begun with. The worker that has is told so by ready.
if #pool.servers >= tonumber(ARGV[4]) then
  local victim
  for _, server in ipairs(pool.servers) do
    if server.state == 'FAILED' or server.state == 'STARTING' then
      if not victim or server.worker == '' or victim.worker ~= '' then
        victim = server
      end
    end
  end
  if not victim then
    return 0
  end
  forgetServer(victim.name)
  pool.byName[victim.name] = nil
end
birth(pool.now)
local counter = tonumber(redis.call('HGET', KEY.meta, 'ordinal') or 0)
local digits = string.match(name, '%-(%d+)$')
local ordinal = digits and #digits < 10 and tonumber(digits)
local taken = not ordinal
for _, server in pairs(pool.byName) do
  taken = taken or server.ordinal == ordinal
end
if taken then
  ordinal = counter + 1
end
redis.call('HSET', KEY.meta, 'ordinal', math.max(counter, ordinal))
save({
  name = name, ordinal = ordinal, state = 'READY', url = ARGV[2], capacity = tonumber(ARGV[5]),
  createdAt = pool.now, since = pool.now, worker = '', claimUntil = 0, reason = '',
})
usedAt(name, pool.now)
settle(tonumber(ARGV[3]), pool.now)
return 1
