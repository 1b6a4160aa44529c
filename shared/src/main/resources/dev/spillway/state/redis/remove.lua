-- Forgets a server and the permits on it.
-- ARGV: server
-- Reply: 1 forgotten, 0 unknown
if redis.call('HEXISTS', KEY.servers, ARGV[1]) == 0 then
  return 0
end
forgetServer(ARGV[1])
return 1
