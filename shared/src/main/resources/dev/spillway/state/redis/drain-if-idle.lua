-- READY -> DRAINING, if nothing was in flight for that long and the minimum stays.
-- ARGV: server, idle ms, minimum
-- Reply: {outcome, ms until it is worth asking again}
local pool = loadServers()
local server = pool.byName[ARGV[1]]
local idle = tonumber(ARGV[2])
if not server or server.state ~= 'READY' or server.fixed then
  return { 'NOT_READY', 0 }
end
if pool.settling or isOfAnotherRun(pool.meta) then
  return { 'SETTLING', 0 }
end
if tonumber(redis.call('HGET', KEY.inFlight, server.name) or 0) > 0 then
  return { 'NOT_IDLE', math.max(1, idle) }
end
local remaining = tonumber(redis.call('HGET', KEY.last, server.name) or 0) + idle - pool.now
if remaining > 0 then
  return { 'NOT_IDLE', remaining }
end
if count(pool, 'READY') <= tonumber(ARGV[3]) then
  return { 'AT_MINIMUM', 0 }
end
move(server, 'DRAINING', pool.now)
return { 'DRAINING', 0 }
