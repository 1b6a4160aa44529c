-- STARTING -> READY.
-- ARGV: server, worker, url, capacity
-- Reply: 1 done, 0 not this worker's to say
local server = loadServer(ARGV[1])
if not server or server.state ~= 'STARTING' or server.worker ~= ARGV[2] then
  return 0
end
local now = clock()
server.url = ARGV[3]
server.capacity = tonumber(ARGV[4])
server.readyAt = now
move(server, 'READY', now)
usedAt(server.name, now)
redis.call('HDEL', KEY.meta, 'failures', 'retryAt', 'lastFailure')
return 1
