-- STARTING -> READY, at an address that no other server has.
-- ARGV: server, worker, url, capacity
-- Reply: 1 done, 0 not this worker's to say, or another server has the address
local server = loadServer(ARGV[1])
if not server or server.state ~= 'STARTING' or server.worker ~= ARGV[2] then
  return 0
end
-- The port of one that died is given to the next, and who has it answers for both: two records
-- would grant its permits twice.
for _, other in ipairs(loadServers().servers) do
  local listens = other.state ~= 'STARTING' and other.state ~= 'FAILED'
  if listens and other.url == ARGV[3] and other.name ~= server.name then
    return 0
  end
end
local now = clock()
server.url = ARGV[3]
server.capacity = tonumber(ARGV[4])
server.readyAt = now
move(server, 'READY', now)
usedAt(server.name, now)
redis.call('HDEL', KEY.meta, 'failures', 'retryAt', 'lastFailure')
return 1
