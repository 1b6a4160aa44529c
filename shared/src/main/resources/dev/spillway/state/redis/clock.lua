-- Which run of which server this is: a new one with each start. INFO costs no round trip here, and
-- is that of the node of a cluster that runs the script.
local function serverRun()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
end

-- The one source of time: Redis' own clock, epoch milliseconds. Hosts' clocks differ.
local function clock()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
