-- DRAINING -> STOPPING, if no permit is recorded on it: the point of no return. A lapsed claim on
-- a STOPPING server may be taken over.
-- ARGV: server, worker, claim ms
-- Reply: the decision
local server = loadServer(ARGV[1])
local now = clock()
redis.call('HSET', KEY.workers, ARGV[2], now)
if not server or (server.state ~= 'DRAINING' and server.state ~= 'STOPPING') then
  return 'NOT_DRAINING'
end
if server.state == 'DRAINING' then
  local meta = loadMeta()
  if isSettling(meta, now) or isOfAnotherRun(meta) then
    return 'SETTLING'
  end
  if tonumber(redis.call('HGET', KEY.granted, server.name) or 0) > 0 then
    return 'IN_USE'
  end
  move(server, 'STOPPING', now)
elseif not claimable(server, ARGV[2], now) then
  return 'CLAIMED'
end
claim(server, ARGV[2], now + tonumber(ARGV[3]))
return 'STOP'
