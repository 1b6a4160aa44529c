-- Fixed servers: which worker probes them.

-- What a worker of fixed servers says holds for three of its rounds.
local WORD_HOLDS = 3000

-- Whether it is this worker that probes fixed servers: one at a time does.
local function probesFixed(meta, worker, now)
  return meta.prober == worker or now >= tonumber(meta.proberUntil or 0)
end

local function claimProbing(worker, now)
  redis.call('HSET', KEY.meta, 'prober', worker, 'proberUntil', now + WORD_HOLDS)
end
