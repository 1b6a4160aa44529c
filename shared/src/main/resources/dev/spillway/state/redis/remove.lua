-- Forgets a server and the permits on it. One that was stopped in good order, and that was made
-- after the last one died, ends the row of deaths that makes starts wait.
-- ARGV: server
-- Reply: 1 forgotten, 0 unknown
local server = loadServer(ARGV[1])
if not server then
  return 0
end
forgetServer(ARGV[1])
local crashedAt = tonumber(redis.call('HGET', KEY.meta, 'crashedAt') or 0)
if server.state == 'STOPPING' and server.createdAt >= crashedAt then
  redis.call('HDEL', KEY.meta, 'crashes', 'crashedAt', 'crashUntil')
end
return 1
