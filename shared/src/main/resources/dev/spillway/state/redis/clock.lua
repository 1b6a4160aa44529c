-- The one source of time: Redis' own clock, epoch milliseconds. Hosts' clocks differ.
local function clock()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
