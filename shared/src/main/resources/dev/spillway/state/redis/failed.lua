-- STARTING -> FAILED, and the pool's backoff doubles.
-- ARGV: server, worker, reason
-- Reply: 1 done, 0 not this worker's to say
local server = loadServer(ARGV[1])
if not server or server.state ~= 'STARTING' or server.worker ~= ARGV[2] then
  return 0
end
local now = clock()
server.reason = ARGV[3]
move(server, 'FAILED', now)
local failures = redis.call('HINCRBY', KEY.meta, 'failures', 1)
local backoff = math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ^ (failures - 1))
redis.call('HSET', KEY.meta, 'retryAt', now + backoff, 'lastFailure', ARGV[3])
return 1
