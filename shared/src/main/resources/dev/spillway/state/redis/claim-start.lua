-- Takes a STARTING record for one worker.
-- ARGV: server, worker, claim ms
-- Reply: 1 taken, 0 not
local server = loadServer(ARGV[1])
local now = clock()
redis.call('HSET', KEY.workers, ARGV[2], now)
if not server or server.state ~= 'STARTING' or not claimable(server, ARGV[2], now) then
  return 0
end
claim(server, ARGV[2], now + tonumber(ARGV[3]))
return 1
