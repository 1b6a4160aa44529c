-- STARTING -> FAILED, and the pool's backoff doubles. Of starts that were under way together, the
-- first that fails counts: a daemon that is away for a second fails them all.
-- ARGV: server, worker, reason
-- Reply: 1 done, 0 not this worker's to say
local server = loadServer(ARGV[1])
if not server or server.state ~= 'STARTING' or server.worker ~= ARGV[2] then
  return 0
end
local now = clock()
server.reason = ARGV[3]
move(server, 'FAILED', now)
redis.call('HSET', KEY.meta, 'lastFailure', ARGV[3])
if now >= tonumber(redis.call('HGET', KEY.meta, 'retryAt') or 0) then
  local failures = redis.call('HINCRBY', KEY.meta, 'failures', 1)
  local backoff = math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ^ (failures - 1))
  redis.call('HSET', KEY.meta, 'retryAt', now + backoff)
end
return 1
