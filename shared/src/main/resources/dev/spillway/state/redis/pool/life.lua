-- The life of the data: whose run recorded it, what was lost, who is gone.
local WORKER_SILENCE = 10000
local SEQUENCE_MEMORY = 3600000

local function settle(lease, now)
  local settlingUntil = tonumber(redis.call('HGET', KEY.meta, 'settlingUntil') or 0)
  redis.call('HSET', KEY.meta, 'settlingUntil', math.max(settlingUntil, now + lease))
end

-- The token that tells this life of the pool's data from any other; part of server names, so that
-- none is ever used twice. With it goes whose run this life began in, or the next step would take the
-- token for one that another run left.
local function birth(now)
  local token = redis.call('HGET', KEY.meta, 'birth')
  if not token then
    local digits = '0123456789abcdefghijklmnopqrstuvwxyz'
    local rest = now % (36 ^ 4)
    token = ''
    for _ = 1, 4 do
      local digit = rest % 36 + 1
      token = string.sub(digits, digit, digit) .. token
      rest = math.floor(rest / 36)
    end
    redis.call('HSET', KEY.meta, 'birth', token, 'run', serverRun())
  end
  return token
end

-- Whether another run of Redis recorded this than the one that has it now. A replica that took over, or
-- a Redis started again, may lack what was granted last.
local function isOfAnotherRun(meta)
  return meta.run ~= serverRun()
end

-- Notices it, and forgets all that gateways know better: as if that had been lost, each is believed
-- once. The records of servers stay; what they say is looked after by workers. The token goes, for names
-- made since the data was saved are lost with it; a worker's next round makes a new one.
local function noticeOtherRun(pool, lease)
  if not isOfAnotherRun(pool.meta) then
    return
  end
  redis.call('HSET', KEY.meta, 'run', serverRun())
  if not pool.meta.run and not pool.meta.birth then
    return
  end
  for _, gateway in ipairs(redis.call('HKEYS', KEY.gateways)) do
    forgetGateway(pool, gateway)
  end
  for _, gateway in ipairs(redis.call('HKEYS', KEY.seq)) do
    redis.call('HDEL', KEY.seq, gateway)
  end
  redis.call('HDEL', KEY.meta, 'birth')
  pool.meta.birth = nil
  settle(lease, pool.now)
  pool.settling = true
end

-- What every regular round of a worker begins with: its sign of life; notices that data was lost, by
-- the birth token that it saw last (empty: none yet); lapses who is gone. Answers worker -> last seen.
local function beginRound(pool, worker, lease, lastBirth)
  local now = pool.now
  noticeOtherRun(pool, lease)
  pool.meta.birth = birth(now)
  if lastBirth ~= '' and lastBirth ~= pool.meta.birth then
    settle(lease, now)
    pool.settling = true
  end
  redis.call('HSET', KEY.workers, worker, now)
  local workers = numbers(KEY.workers)
  for name, seen in pairs(workers) do
    if now - seen > WORKER_SILENCE then
      redis.call('HDEL', KEY.workers, name)
      workers[name] = nil
    end
  end
  lapseGateways(pool)
  for gateway, text in pairs(hash(KEY.seq)) do
    local seen = tonumber(string.match(text, ':(%d+)$'))
    if not pool.gateways[gateway] and now - seen > SEQUENCE_MEMORY then
      redis.call('HDEL', KEY.seq, gateway)
    end
  end
  return workers
end
